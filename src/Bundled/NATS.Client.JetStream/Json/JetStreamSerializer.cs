using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NATS.Client.Core;

namespace NATS.Client.JetStream.Json;

/// <summary>Requests and answers of the JetStream API as payloads.</summary>
internal sealed class JetStreamSerializer<T> : INatsSerializer<T>
{
    public static readonly JetStreamSerializer<T> Default = new();

    private static JsonTypeInfo<T> TypeInfo =>
        (JsonTypeInfo<T>?)JetStreamJson.Default.GetTypeInfo(typeof(T))
        ?? throw new NatsJSException($"{typeof(T)} is not a type of the JetStream API");

    public INatsSerializer<T> CombineWith(INatsSerializer<T> next) => this;

    public void Serialize(IBufferWriter<byte> bufferWriter, T? value)
    {
        if (value is null)
            return;
        using var writer = new Utf8JsonWriter(bufferWriter);
        JsonSerializer.Serialize(writer, value, TypeInfo);
    }

    public T? Deserialize(in ReadOnlySequence<byte> buffer)
    {
        var reader = new Utf8JsonReader(buffer);
        return JsonSerializer.Deserialize(ref reader, TypeInfo);
    }
}
