using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace MessagePack;

/// <summary>
/// Writes MessagePack values, each in its shortest form, into a buffer writer; nothing counts before
/// <see cref="Flush"/>.
/// </summary>
public ref partial struct MessagePackWriter(IBufferWriter<byte> writer)
{
    private readonly IBufferWriter<byte> _output = writer;
    private Span<byte> _span;
    private int _used;

    /// <summary>Hands what was written so far to the buffer writer.</summary>
    public void Flush()
    {
        if (_used > 0)
            _output.Advance(_used);
        _span = default;
        _used = 0;
    }

    /// <summary>Room for at least that many bytes; <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> GetSpan(int length)
    {
        if (_span.Length - _used < length)
            Grow(length);
        return _span[_used..];
    }

    /// <summary>Counts bytes put into the span of <see cref="GetSpan"/>.</summary>
    public void Advance(int length) => _used += length;

    /// <summary>Copies bytes that are MessagePack already.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> rawMessagePackBlock)
    {
        rawMessagePackBlock.CopyTo(GetSpan(rawMessagePackBlock.Length));
        Advance(rawMessagePackBlock.Length);
    }

    /// <summary>Copies bytes that are MessagePack already.</summary>
    public void WriteRaw(in ReadOnlySequence<byte> rawMessagePackBlock)
    {
        foreach (ReadOnlyMemory<byte> part in rawMessagePackBlock)
            WriteRaw(part.Span);
    }

    /// <summary>Writes nil.</summary>
    public void WriteNil() => WriteByte(MessagePackCode.Nil);

    /// <summary>Writes a truth value.</summary>
    public void Write(bool value) => WriteByte(value ? MessagePackCode.True : MessagePackCode.False);

    /// <summary>Writes a 32 bit float.</summary>
    public void Write(float value)
    {
        Span<byte> to = GetSpan(5);
        to[0] = MessagePackCode.Float32;
        BinaryPrimitives.WriteSingleBigEndian(to[1..], value);
        Advance(5);
    }

    /// <summary>Writes a 64 bit float.</summary>
    public void Write(double value)
    {
        Span<byte> to = GetSpan(9);
        to[0] = MessagePackCode.Float64;
        BinaryPrimitives.WriteDoubleBigEndian(to[1..], value);
        Advance(9);
    }

    /// <summary>Writes text as UTF-8, null as nil.</summary>
    public void Write(string? value)
    {
        if (value is null)
            WriteNil();
        else
            Write(value.AsSpan());
    }

    /// <summary>Writes text as UTF-8; unpaired surrogates become U+FFFD.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write(scoped ReadOnlySpan<char> value)
    {
        // Three bytes a char at most, so up to here a one byte header is certain.
        const int sureOfFixStr = 31 / 3;
        if (value.Length <= sureOfFixStr)
        {
            Span<byte> to = GetSpan(32);
            int length = Encoding.UTF8.GetBytes(value, to[1..]);
            to[0] = (byte)(MessagePackCode.MinFixStr | length);
            Advance(1 + length);
            return;
        }

        int count = Encoding.UTF8.GetByteCount(value);
        WriteStringHeader(count);
        Advance(Encoding.UTF8.GetBytes(value, GetSpan(count)));
    }

    /// <summary>Writes text that is UTF-8 already.</summary>
    public void WriteString(scoped ReadOnlySpan<byte> utf8stringBytes)
    {
        WriteStringHeader(utf8stringBytes.Length);
        WriteRaw(utf8stringBytes);
    }

    /// <summary>Writes text that is UTF-8 already.</summary>
    public void WriteString(in ReadOnlySequence<byte> utf8stringBytes)
    {
        WriteStringHeader(checked((int)utf8stringBytes.Length));
        WriteRaw(utf8stringBytes);
    }

    /// <summary>Writes bytes, null as nil.</summary>
    public void Write(byte[]? src)
    {
        if (src is null)
            WriteNil();
        else
            Write(src.AsSpan());
    }

    /// <summary>Writes bytes.</summary>
    public void Write(scoped ReadOnlySpan<byte> src)
    {
        WriteBinHeader(src.Length);
        WriteRaw(src);
    }

    /// <summary>Writes bytes.</summary>
    public void Write(in ReadOnlySequence<byte> src)
    {
        WriteBinHeader(checked((int)src.Length));
        WriteRaw(src);
    }

    /// <summary>Writes a time as the timestamp extension, in UTC; an unspecified kind counts as UTC.</summary>
    public void Write(DateTime dateTime) => Timestamp.Write(ref this, dateTime);

    private void WriteByte(byte value)
    {
        GetSpan(1)[0] = value;
        Advance(1);
    }

    // Apart, here and at other rare or long paths: what remains is small enough to go into the compiled members.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int length)
    {
        Flush();
        _span = _output.GetSpan(length);
    }
}
