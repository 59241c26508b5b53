using NATS.Client.Core.Serializers;

namespace NATS.Client.Core;

/// <summary>Serializers for raw bytes and strings; every other type needs its own.</summary>
public sealed class NatsDefaultSerializerRegistry : INatsSerializerRegistry
{
    public static readonly NatsDefaultSerializerRegistry Default = new();

    public INatsSerialize<T> GetSerializer<T>() => ForType<T>.Serializer;

    public INatsDeserialize<T> GetDeserializer<T>() => ForType<T>.Serializer;

    private static class ForType<T>
    {
        public static readonly NatsRawSerializer<T> Serializer = new(new Utf8StringSerializer<T>());
    }
}
