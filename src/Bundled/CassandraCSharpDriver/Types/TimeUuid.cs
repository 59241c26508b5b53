using System.Security.Cryptography;

namespace Cassandra;

/// <summary>A UUID of version 1: it begins with a time, and is unlike any other of the same time.</summary>
public readonly struct TimeUuid : IEquatable<TimeUuid>, IComparable<TimeUuid>
{
    private const int Version = 0x10, Variant = 0x80;

    // 15 October 1582, from which RFC 4122 counts, in steps of 100 ns as .NET's ticks are.
    private static readonly DateTimeOffset s_start = new(1582, 10, 15, 0, 0, 0, TimeSpan.Zero);

    private static readonly byte[] s_node = RandomNumberGenerator.GetBytes(6);

    private static long s_last;

    private readonly Guid _value;

    internal TimeUuid(Guid value) => _value = value;

    public static bool operator ==(TimeUuid left, TimeUuid right) => left.Equals(right);

    public static bool operator !=(TimeUuid left, TimeUuid right) => !left.Equals(right);

    /// <summary>A new one of now; later than every other that this process made so.</summary>
    public static TimeUuid NewId()
    {
        long now = DateTimeOffset.UtcNow.Ticks, last, next;
        do
        {
            last = Volatile.Read(ref s_last);
            next = Math.Max(now, last + 1);
        }
        while (Interlocked.CompareExchange(ref s_last, next, last) != last);
        return NewId(s_node, RandomNumberGenerator.GetBytes(2), new DateTimeOffset(next, TimeSpan.Zero));
    }

    /// <summary>A new one of that time; the rest is random.</summary>
    public static TimeUuid NewId(DateTimeOffset date) =>
        NewId(RandomNumberGenerator.GetBytes(6), RandomNumberGenerator.GetBytes(2), date);

    public static TimeUuid NewId(byte[] nodeId, byte[] clockId, DateTimeOffset date)
    {
        if (nodeId.Length != 6) throw new ArgumentException("A node has 6 bytes.", nameof(nodeId));
        if (clockId.Length != 2) throw new ArgumentException("A clock has 2 bytes.", nameof(clockId));
        long ticks = (date - s_start).Ticks;
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, (int)ticks);
        System.Buffers.Binary.BinaryPrimitives.WriteInt16BigEndian(bytes[4..], (short)(ticks >> 32));
        System.Buffers.Binary.BinaryPrimitives.WriteInt16BigEndian(bytes[6..], (short)(ticks >> 48));
        bytes[6] = (byte)(bytes[6] & 0x0F | Version);
        bytes[8] = (byte)(clockId[0] & 0x3F | Variant);
        bytes[9] = clockId[1];
        nodeId.CopyTo(bytes[10..]);
        return new TimeUuid(new Guid(bytes, bigEndian: true));
    }

    public DateTimeOffset GetDate() => s_start.AddTicks(Ticks());

    public Guid ToGuid() => _value;

    public bool Equals(TimeUuid other) => _value == other._value;

    /// <summary>By time; then by what makes it unlike others, byte by byte.</summary>
    public int CompareTo(TimeUuid other)
    {
        int byTime = Ticks().CompareTo(other.Ticks());
        return byTime != 0
            ? byTime
            : _value.ToByteArray(bigEndian: true).AsSpan(8).SequenceCompareTo(
                other._value.ToByteArray(bigEndian: true).AsSpan(8));
    }

    public override bool Equals(object? obj) => obj is TimeUuid other && Equals(other);

    public override int GetHashCode() => _value.GetHashCode();

    public override string ToString() => _value.ToString();

    private long Ticks()
    {
        Span<byte> bytes = stackalloc byte[16];
        _value.TryWriteBytes(bytes, bigEndian: true, out _);
        return (long)(bytes[6] & 0x0F) << 56 | (long)bytes[7] << 48 | (long)bytes[4] << 40 | (long)bytes[5] << 32
            | (long)bytes[0] << 24 | (long)bytes[1] << 16 | (long)bytes[2] << 8 | bytes[3];
    }
}
