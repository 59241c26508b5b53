using System.Text;
using IrcNats.Tests.Wire;
using IrcNats.Wire;
using MessagePack;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>What others may send us: not ours, of the wrong kind, cut off, or with nothing in it.</summary>
static class Foreign
{
    private const int MostFields = 8;

    /// <summary>Whole payloads, one of each kind.</summary>
    public static IReadOnlyList<byte[]> OfEveryKind { get; } = [.. Samples.Payloads.Select(Codec.Encode)];

    /// <summary>Everything that is not a whole payload of ours.</summary>
    public static IReadOnlyList<byte[]> Garbage { get; } =
    [
        [], [0], [0xC0], [0x90], [0xFF, 0xFE], "hello"u8.ToArray(), """{"leaf":"leaf-1","line":"QUIT"}"""u8.ToArray(),
        .. RandomBytes(), .. WithoutFields(), .. CutOff(), DeeplyNested(),
        Encoding.UTF8.GetBytes(new string(':', 1000)),
    ];

    private static IEnumerable<byte[]> RandomBytes()
    {
        Random random = new(1);
        foreach (int length in (int[])[1, 3, 20, 500, 70_000, 900_000])
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            yield return bytes;
        }
    }

    private static IEnumerable<byte[]> CutOff() =>
        OfEveryKind.SelectMany(p => (byte[][])[p[..^1], p[..(p.Length / 2)], p[..2], [.. p, 0]]);

    // [kind, []], [kind, [nil]], [kind, [nil, nil]] …
    private static IEnumerable<byte[]> WithoutFields()
    {
        for (byte kind = 0; kind <= OfEveryKind.Count + 1; kind++)
            for (byte fields = 0; fields <= MostFields; fields++)
                yield return [0x92, kind, (byte)(0x90 + fields), .. Enumerable.Repeat(MessagePackCode.Nil, fields)];
    }

    // A request of the leaf x, and then one field more than we know, which is an array in an array in an array …
    private static byte[] DeeplyNested()
    {
        byte[] request = Codec.Encode(new Request(1, "x", 1, 1, 1, new Sync()));
        request[2]++;
        return [.. request, .. Enumerable.Repeat((byte)0x91, 100_000), MessagePackCode.Nil];
    }
}
