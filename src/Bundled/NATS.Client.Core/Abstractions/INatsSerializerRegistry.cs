namespace NATS.Client.Core;

/// <summary>Finds the serializer of a type when a call names none.</summary>
public interface INatsSerializerRegistry
{
    INatsSerialize<T> GetSerializer<T>();

    INatsDeserialize<T> GetDeserializer<T>();
}
