using System.Globalization;
using MessagePack;

namespace IrcNats.Bundled.Tests.MessagePackContract;

/// <summary>Compares with bytes derived by hand from https://github.com/msgpack/msgpack/blob/master/spec.md.</summary>
internal static class Golden
{
    /// <summary>The value is written as exactly these bytes, and read back from them, all of them.</summary>
    public static void Same<T>(T value, string hex)
    {
        Writes(value, hex);
        byte[] bytes = Bytes(hex);
        Assert.Equal(value, MessagePackSerializer.Deserialize<T>(bytes, out int read));
        Assert.Equal(bytes.Length, read);
    }

    public static void Writes<T>(T value, string hex) =>
        Assert.Equal(Convert.ToHexString(Bytes(hex)), Convert.ToHexString(MessagePackSerializer.Serialize(value)));

    public static void Reads<T>(string hex, T expected) =>
        Assert.Equal(expected, MessagePackSerializer.Deserialize<T>(Bytes(hex)));

    public static void Refuses<T>(string hex) =>
        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<T>(Bytes(hex)));

    /// <summary>Blanks are for the reader; <c>ab*3</c> stands for <c>ababab</c>.</summary>
    public static byte[] Bytes(string hex)
    {
        IEnumerable<string> parts = hex.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part =>
            part.Split('*') is [var unit, var times]
                ? string.Concat(Enumerable.Repeat(unit, int.Parse(times, CultureInfo.InvariantCulture)))
                : part);
        return Convert.FromHexString(string.Concat(parts));
    }
}
