using System.Buffers.Binary;

namespace MessagePack;

/// <summary>
/// The timestamp extension, type -1 - https://github.com/msgpack/msgpack/blob/master/spec.md#timestamp-extension-type
/// </summary>
internal static class Timestamp
{
    public const sbyte TypeCode = -1;
    private const int NanosecondsPerTick = 100;

    public static void Write(ref MessagePackWriter writer, DateTime time)
    {
        if (time.Kind == DateTimeKind.Local)
            time = time.ToUniversalTime();
        (long seconds, long ticks) = Math.DivRem(time.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerSecond);
        if (ticks < 0)
        {
            seconds--;
            ticks += TimeSpan.TicksPerSecond;
        }

        ulong nanoseconds = (ulong)ticks * NanosecondsPerTick;
        if (seconds >> 34 != 0)
            Write96(ref writer, (uint)nanoseconds, seconds);
        else if (nanoseconds == 0 && seconds <= uint.MaxValue)
            Write32(ref writer, (uint)seconds);
        else
            Write64(ref writer, nanoseconds << 34 | (ulong)seconds);
    }

    public static DateTime Read(ReadOnlySpan<byte> body)
    {
        switch (body.Length)
        {
            case 4:
                return At(BinaryPrimitives.ReadUInt32BigEndian(body), 0);
            case 8:
                ulong both = BinaryPrimitives.ReadUInt64BigEndian(body);
                return At((long)(both & 0x3_ffff_ffff), (long)(both >> 34));
            case 12:
                return At(BinaryPrimitives.ReadInt64BigEndian(body[4..]), BinaryPrimitives.ReadUInt32BigEndian(body));
            default:
                throw new MessagePackSerializationException($"A timestamp has 4, 8 or 12 bytes, not {body.Length}.");
        }
    }

    // DateTime itself refuses what is before year 1 or after year 9999.
    private static DateTime At(long seconds, long nanoseconds) =>
        DateTime.UnixEpoch.AddTicks(checked(seconds * TimeSpan.TicksPerSecond + nanoseconds / NanosecondsPerTick));

    private static void Write32(ref MessagePackWriter writer, uint seconds)
    {
        writer.WriteExtensionFormatHeader(new ExtensionHeader(TypeCode, 4));
        BinaryPrimitives.WriteUInt32BigEndian(writer.GetSpan(4), seconds);
        writer.Advance(4);
    }

    private static void Write64(ref MessagePackWriter writer, ulong both)
    {
        writer.WriteExtensionFormatHeader(new ExtensionHeader(TypeCode, 8));
        BinaryPrimitives.WriteUInt64BigEndian(writer.GetSpan(8), both);
        writer.Advance(8);
    }

    private static void Write96(ref MessagePackWriter writer, uint nanoseconds, long seconds)
    {
        writer.WriteExtensionFormatHeader(new ExtensionHeader(TypeCode, 12));
        Span<byte> to = writer.GetSpan(12);
        BinaryPrimitives.WriteUInt32BigEndian(to, nanoseconds);
        BinaryPrimitives.WriteInt64BigEndian(to[4..], seconds);
        writer.Advance(12);
    }
}
