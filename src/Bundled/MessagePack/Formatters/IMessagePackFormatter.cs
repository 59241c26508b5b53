namespace MessagePack.Formatters;

/// <summary>Writes and reads one type.</summary>
internal interface IMessagePackFormatter<T>
{
    /// <summary>Writes a value.</summary>
    void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options);

    /// <summary>Reads a value.</summary>
    T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options);
}
