using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace MessagePack;

/// <summary>
/// Reads MessagePack values from bytes. No length in the input is believed before that many bytes are known to
/// follow; input that ends early throws <see cref="EndOfStreamException"/>.
/// </summary>
public ref partial struct MessagePackReader
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ReadOnlySpan<byte> _span;
    private readonly ReadOnlySequence<byte> _segments;
    private int _position;

    /// <summary>A reader at the start of the bytes.</summary>
    public MessagePackReader(ReadOnlyMemory<byte> memory)
    {
        _memory = memory;
        _span = memory.Span;
    }

    /// <summary>A reader at the start of the bytes.</summary>
    public MessagePackReader(scoped in ReadOnlySequence<byte> readOnlySequence)
        : this(readOnlySequence.IsSingleSegment ? readOnlySequence.First : readOnlySequence.ToArray())
    {
        _segments = readOnlySequence;
    }

    /// <summary>How many objects and collections the reader is inside of.</summary>
    public int Depth { get; set; }

    /// <summary>How many bytes were read.</summary>
    public readonly long Consumed => _position;

    /// <summary>True when all bytes were read.</summary>
    public readonly bool End => _position == _span.Length;

    /// <summary>True when the next value is nil.</summary>
    public readonly bool IsNil => NextCode == MessagePackCode.Nil;

    /// <summary>All bytes, read or not.</summary>
    public readonly ReadOnlySequence<byte> Sequence => _segments.IsEmpty ? new(_memory) : _segments;

    /// <summary>Where the next value starts in <see cref="Sequence"/>.</summary>
    public readonly SequencePosition Position => Sequence.GetPosition(_position);

    /// <summary>The first byte of the next value.</summary>
    public readonly byte NextCode
    {
        get
        {
            if ((uint)_position >= (uint)_span.Length)
                ThrowEnded();
            return _span[_position];
        }
    }

    /// <summary>The family of the next value.</summary>
    public readonly MessagePackType NextMessagePackType => MessagePackCode.ToMessagePackType(NextCode);

    /// <summary>A reader of its own at the same place.</summary>
    public readonly MessagePackReader CreatePeekReader() => this;

    /// <summary>Reads nil.</summary>
    public Nil ReadNil() => TryReadNil() ? Nil.Default : throw Mismatch("nil");

    /// <summary>Reads nil if that is what comes next.</summary>
    public bool TryReadNil()
    {
        if (NextCode != MessagePackCode.Nil)
            return false;
        _position++;
        return true;
    }

    /// <summary>Reads a truth value.</summary>
    public bool ReadBoolean()
    {
        bool value = NextCode switch
        {
            MessagePackCode.True => true,
            MessagePackCode.False => false,
            _ => throw Mismatch("a boolean"),
        };
        _position++;
        return value;
    }

    /// <summary>Reads text; nil is null.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public string? ReadString() => TryReadNil() ? null : Encoding.UTF8.GetString(Take(ReadStringHeader()));

    /// <summary>Gives text as the UTF-8 it was written in; false, reading nothing, when nil comes next.</summary>
    public bool TryReadStringSpan(out ReadOnlySpan<byte> span)
    {
        if (IsNil)
        {
            span = default;
            return false;
        }

        span = Take(ReadStringHeader());
        return true;
    }

    /// <summary>Reads bytes without copying; nil is null.</summary>
    public ReadOnlySequence<byte>? ReadBytes() => TryReadNil() ? null : TakeSequence(ReadBinHeader());

    /// <summary>Reads a timestamp, in UTC.</summary>
    public DateTime ReadDateTime()
    {
        ExtensionHeader header = ReadExtensionFormatHeader();
        if (header.TypeCode != Timestamp.TypeCode)
            throw new MessagePackSerializationException($"Extension {header.TypeCode} is no timestamp.");
        return Timestamp.Read(Take(header.Length));
    }

    /// <summary>Gives bytes as they are, without copying.</summary>
    public ReadOnlySequence<byte> ReadRaw(long length) => TakeSequence(checked((uint)length));

    /// <summary>Gives the next value, whatever it is, as the bytes it was written in, without copying.</summary>
    public ReadOnlySequence<byte> ReadRaw()
    {
        int start = _position;
        Skip();
        return new ReadOnlySequence<byte>(_memory[start.._position]);
    }

    internal ReadOnlySpan<byte> Take(uint length)
    {
        if (length > (uint)(_span.Length - _position))
            ThrowEnded();
        ReadOnlySpan<byte> taken = _span.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }

    private ReadOnlySequence<byte> TakeSequence(uint length)
    {
        int start = _position;
        Take(length);
        return new ReadOnlySequence<byte>(_memory.Slice(start, (int)length));
    }

    // Apart, so that its callers are small enough to go into the compiled members.
    [DoesNotReturn]
    private readonly void ThrowEnded() =>
        throw new EndOfStreamException(
            $"The input ends inside a value: {_span.Length - _position} bytes are left at {_position}.");

    private readonly MessagePackSerializationException Mismatch(string wanted) =>
        new($"Expected {wanted}, found code 0x{NextCode:x2} ({NextMessagePackType}) at byte {_position}.");
}
