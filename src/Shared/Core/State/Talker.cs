using System.Runtime.InteropServices;
using IrcNats.Protocol;
using MessagePack;

namespace IrcNats.State;

/// <summary>
/// What somebody said lately in a channel with a flood profile: the lines of the current span, and the newest different
/// lines with how often each came.
/// </summary>
/// <param name="Since">When the span of lines began (Unix milliseconds).</param>
[MessagePackObject]
public sealed record Talker(
    [property: Key(0)] long Since, [property: Key(1)] int Lines, [property: Key(2)] IReadOnlyList<SaidLine> Recent)
{
    /// <summary>Different lines that are remembered of each.</summary>
    public const int Remembered = 4;

    public static Talker Silent { get; } = new(0, 0, []);

    /// <summary>The same after they said these lines.</summary>
    public Talker Say(FloodProfile profile, ReadOnlySpan<string> lines, long now)
    {
        Talker talker = this;
        foreach (string line in lines) talker = talker.Say(profile, line, now);
        return talker;
    }

    /// <summary>The limit that they are beyond; null for none.</summary>
    public FloodLimit? Beyond(FloodProfile profile) =>
        profile.Repeat is { } repeat && Recent.Any(said => said.Times > repeat.Count) ? repeat
        : profile.Lines is { } limit && Lines > limit.Count ? limit
        : null;

    private Talker Say(FloodProfile profile, string line, long now)
    {
        Talker talker = this;
        if (profile.Lines is { } limit)
            talker = now - Since < limit.Seconds * 1000L
                ? talker with { Lines = Lines + 1 }
                : talker with { Since = now, Lines = 1 };
        return profile.Repeat is { } repeat
            ? talker with { Recent = Repeated(SaidLine.HashOf(line), repeat.Seconds * 1000L, now) }
            : talker;
    }

    private List<SaidLine> Repeated(ulong hash, long span, long now)
    {
        SaidLine said = new(hash, now, 1);
        List<SaidLine> recent = new(Remembered);
        foreach (SaidLine earlier in Recent)
        {
            if (now - earlier.Since >= span) continue;
            if (earlier.Hash == hash) said = earlier with { Times = earlier.Times + 1 };
            else recent.Add(earlier);
        }

        if (recent.Count == Remembered) recent.RemoveAt(0);
        recent.Add(said);
        return recent;
    }
}

/// <summary>A line that somebody said, how often, and when first (Unix milliseconds).</summary>
[MessagePackObject]
[StructLayout(LayoutKind.Auto)]
public readonly record struct SaidLine(
    [property: Key(0)] ulong Hash, [property: Key(1)] long Since, [property: Key(2)] int Times)
{
    /// <summary>Equal for lines that differ only in formatting, spaces and the case of ASCII letters.</summary>
    public static ulong HashOf(string line)
    {
        const ulong begin = 14695981039346656037, prime = 1099511628211; // FNV-1a
        ulong hash = begin;
        foreach (char c in Formatting.Stripped(line))
            if (c != ' ') hash = (hash ^ (char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c)) * prime;
        return hash;
    }
}
