namespace MessagePack.Formatters;

/// <summary>A value or nil.</summary>
internal sealed class NullableFormatter<T> : IMessagePackFormatter<T?>
    where T : struct
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is { } present)
            Formatter<T>.Instance.Serialize(ref writer, present, options);
        else
            writer.WriteNil();
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.TryReadNil() ? null : Formatter<T>.Instance.Deserialize(ref reader, options);
}
