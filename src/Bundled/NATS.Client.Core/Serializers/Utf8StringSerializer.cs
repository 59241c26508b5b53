using System.Buffers;
using System.Text;

namespace NATS.Client.Core.Serializers;

/// <summary>Payloads that are text: string, as UTF-8.</summary>
internal sealed class Utf8StringSerializer<T> : INatsSerializer<T>
{
    public INatsSerializer<T> CombineWith(INatsSerializer<T> next) => next;

    public void Serialize(IBufferWriter<byte> bufferWriter, T? value)
    {
        if (value is string text)
            Encoding.UTF8.GetBytes(text, bufferWriter);
        else if (value is not null)
            throw new NatsException($"Can't serialize {typeof(T)}: no serializer takes it");
    }

    public T? Deserialize(in ReadOnlySequence<byte> buffer) =>
        typeof(T) == typeof(string)
            ? (T)(object)Encoding.UTF8.GetString(buffer)
            : throw new NatsException($"Can't deserialize {typeof(T)}: no serializer takes it");
}
