using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Cassandra.Protocol;

/// <summary>Writes a message in the protocol's notations, big-endian, into a buffer lent from the pool.</summary>
internal sealed class BodyWriter : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(512);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Byte(byte value) => Take(1)[0] = value;

    /// <summary>A [short].</summary>
    public void Short(int value)
    {
        if (value is < 0 or > ushort.MaxValue)
            throw new ArgumentException($"A request counts at most {ushort.MaxValue} of a kind, not {value}.");
        BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)value);
    }

    public void Int(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(8), value);

    /// <summary>A [string].</summary>
    public void Text(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        if (length > ushort.MaxValue)
            throw new ArgumentException($"A name has at most {ushort.MaxValue} bytes, not {length}.");
        Short(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>A [long string].</summary>
    public void LongText(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Int(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>A [short bytes].</summary>
    public void ShortBytes(ReadOnlySpan<byte> value)
    {
        Short(value.Length);
        Raw(value);
    }

    /// <summary>A [bytes] that is not null.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        Raw(value);
    }

    public void Null() => Int(-1);

    /// <summary>A [value] that changes nothing.</summary>
    public void NotSet() => Int(-2);

    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>Begins a [bytes] whose length is not known yet; <see cref="EndBytes"/> writes it.</summary>
    public int BeginBytes()
    {
        Int(0);
        return Length;
    }

    public void EndBytes(int start) => IntAt(start - 4, Length - start);

    /// <summary>Writes an [int] over one that was written before.</summary>
    public void IntAt(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(at), value);

    /// <summary>The next bytes, for the caller to fill.</summary>
    public Span<byte> Take(int count)
    {
        int after = checked(Length + count);
        if (after > _bytes.Length) Grow(after);
        Span<byte> taken = _bytes.AsSpan(Length, count);
        Length = after;
        return taken;
    }

    /// <summary>What was written from a position on, to be written over.</summary>
    public Span<byte> From(int start) => _bytes.AsSpan(start, Length - start);

    public void Clear() => Length = 0;

    public void Dispose()
    {
        byte[] bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Grow(int needed)
    {
        int doubled = (int)Math.Min(2L * _bytes.Length, int.MaxValue / 2);
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, doubled));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
