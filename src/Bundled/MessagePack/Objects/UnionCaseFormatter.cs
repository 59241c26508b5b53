using MessagePack.Formatters;

namespace MessagePack.Objects;

/// <summary>A subtype's formatter, seen as one for the union's type.</summary>
internal sealed class UnionCaseFormatter<T, TCase> : IMessagePackFormatter<T?>
    where TCase : T
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options) =>
        Formatter<TCase?>.Instance.Serialize(ref writer, (TCase?)value, options);

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        Formatter<TCase?>.Instance.Deserialize(ref reader, options);
}
