using System.Buffers;

namespace IrcNats.Adapters;

/// <summary>
/// Where an archived message's subject has earlier ones, because JetStream reads a subject only forwards. Sequences of
/// the stream: the newest <see cref="RecentMax"/>, without a gap, for reading pages; and the newest message whose
/// number in its subject is a multiple of 64, of 512, and so on, for going far back in few steps.
/// </summary>
sealed class HistoryLinks
{
    /// <summary>Earlier messages that each message knows.</summary>
    public const int RecentMax = 60;

    private const int FirstStride = 64, StrideGrows = 8, LevelsMax = 8;

    // Recent ones that are looked at on the way back: with each the way in between is at most so long.
    private const int StationEvery = 8;

    private HistoryLinks(ulong number, ulong[] recent, ulong[] anchors) =>
        (Number, Recent, Anchors) = (number, recent, anchors);

    /// <summary>Of the first message of a subject.</summary>
    public static HistoryLinks None { get; } = new(1, [], []);

    /// <summary>Which message of its subject it is, counted from 1. Deleted ones were counted too.</summary>
    public ulong Number { get; }

    /// <summary>Newest first.</summary>
    public ulong[] Recent { get; }

    /// <summary>By stride, the shortest first; 0: there is none.</summary>
    public ulong[] Anchors { get; }

    /// <summary>Messages to look at when going back, newest first.</summary>
    public IReadOnlyList<ulong> Stations() =>
    [
        .. Recent.Where((_, i) => i % StationEvery == StationEvery - 1 || i == Recent.Length - 1).Concat(Anchors)
            .Where(seq => seq > 0).Distinct().OrderDescending(),
    ];

    /// <summary>Of the message that follows the one at this sequence.</summary>
    public HistoryLinks Behind(ulong seq)
    {
        ulong[] recent = new ulong[Math.Min(Recent.Length + 1, RecentMax)];
        recent[0] = seq;
        Array.Copy(Recent, 0, recent, 1, recent.Length - 1);
        return new(Number + 1, recent, IsMultiple(Number, FirstStride) ? AnchorsWith(seq) : Anchors);
    }

    /// <summary>As bytes in the message that is stored at this sequence: differences, which are short.</summary>
    public byte[] Encode(ulong seq)
    {
        ArrayBufferWriter<byte> to = new(16 + (Recent.Length * 2));
        Write(to, Number);
        Write(to, (ulong)Recent.Length);
        ulong before = seq;
        foreach (ulong recent in Recent)
        {
            Write(to, before - recent);
            before = recent;
        }

        foreach (ulong anchor in Anchors) Write(to, anchor == 0 ? 0 : seq - anchor);
        return to.WrittenSpan.ToArray();
    }

    /// <summary>Null for bytes that are no links of a message at this sequence.</summary>
    public static HistoryLinks? Decode(ReadOnlySpan<byte> bytes, ulong seq)
    {
        if (!TryRead(ref bytes, out ulong number) || !TryRead(ref bytes, out ulong count) || count > RecentMax)
            return null;
        ulong[] recent = new ulong[count];
        ulong before = seq;
        for (int i = 0; i < recent.Length; i++)
        {
            if (!TryRead(ref bytes, out ulong back) || back == 0 || back >= before) return null;
            recent[i] = before -= back;
        }

        return DecodeAnchors(bytes, seq) is { } anchors ? new(number, recent, anchors) : null;
    }

    private static ulong[]? DecodeAnchors(ReadOnlySpan<byte> bytes, ulong seq)
    {
        List<ulong> anchors = [];
        while (bytes.Length > 0)
        {
            if (!TryRead(ref bytes, out ulong back) || back >= seq || anchors.Count == LevelsMax) return null;
            anchors.Add(back == 0 ? 0 : seq - back);
        }

        return [.. anchors];
    }

    private ulong[] AnchorsWith(ulong seq)
    {
        int levels = 0;
        for (ulong stride = FirstStride; levels < LevelsMax && IsMultiple(Number, stride); stride *= StrideGrows)
            levels++;
        ulong[] anchors = new ulong[Math.Max(levels, Anchors.Length)];
        Anchors.CopyTo(anchors, 0);
        Array.Fill(anchors, seq, 0, levels);
        return anchors;
    }

    private static bool IsMultiple(ulong number, ulong of) => number % of == 0;

    private static void Write(ArrayBufferWriter<byte> to, ulong value)
    {
        Span<byte> bytes = to.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7) bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        to.Advance(length);
    }

    private static bool TryRead(ref ReadOnlySpan<byte> from, out ulong value)
    {
        value = 0;
        for (int i = 0; i < from.Length && i < 10; i++)
        {
            value |= (ulong)(from[i] & 0x7F) << (7 * i);
            if (from[i] >= 0x80) continue;
            from = from[(i + 1)..];
            return true;
        }

        return false;
    }
}
