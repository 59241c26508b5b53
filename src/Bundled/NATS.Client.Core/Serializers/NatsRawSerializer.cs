using System.Buffers;

namespace NATS.Client.Core;

/// <summary>
/// Payloads that are bytes already: byte[], Memory, ReadOnlyMemory and ReadOnlySequence of byte. Other types go to
/// the next serializer, or are refused with a <see cref="NatsException"/> naming the type.
/// </summary>
public class NatsRawSerializer<T>(INatsSerializer<T>? next = null) : INatsSerializer<T>
{
    public static readonly NatsRawSerializer<T> Default = new();

    public INatsSerializer<T> CombineWith(INatsSerializer<T>? next) => new NatsRawSerializer<T>(next);

    public void Serialize(IBufferWriter<byte> bufferWriter, T? value)
    {
        switch (value)
        {
            case null:
                break;
            case byte[] bytes:
                bufferWriter.Write(bytes);
                break;
            case ReadOnlyMemory<byte> memory:
                bufferWriter.Write(memory.Span);
                break;
            case Memory<byte> memory:
                bufferWriter.Write(memory.Span);
                break;
            case ReadOnlySequence<byte> sequence:
                foreach (var segment in sequence)
                    bufferWriter.Write(segment.Span);
                break;
            default:
                (next ?? throw Unsupported("serialize")).Serialize(bufferWriter, value);
                break;
        }
    }

    public T? Deserialize(in ReadOnlySequence<byte> buffer)
    {
        if (typeof(T) == typeof(byte[]))
            return (T)(object)buffer.ToArray();
        if (typeof(T) == typeof(ReadOnlyMemory<byte>))
            return (T)(object)new ReadOnlyMemory<byte>(buffer.ToArray());
        if (typeof(T) == typeof(Memory<byte>))
            return (T)(object)new Memory<byte>(buffer.ToArray());
        if (typeof(T) == typeof(ReadOnlySequence<byte>))
            return (T)(object)new ReadOnlySequence<byte>(buffer.ToArray());
        return (next ?? throw Unsupported("deserialize")).Deserialize(buffer);
    }

    private static NatsException Unsupported(string what) => new($"Can't {what} {typeof(T)}: no serializer takes it");
}
