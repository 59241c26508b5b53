namespace MessagePack.Formatters;

/// <summary>What all dictionaries share: a map, null as nil.</summary>
internal abstract class MapFormatter<TKey, TValue, TMap> : IMessagePackFormatter<TMap?>
    where TKey : notnull
    where TMap : class, IEnumerable<KeyValuePair<TKey, TValue>>
{
    public void Serialize(ref MessagePackWriter writer, TMap? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteMapHeader(value.Count());
        IMessagePackFormatter<TKey> keys = Formatter<TKey>.Instance;
        IMessagePackFormatter<TValue> values = Formatter<TValue>.Instance;
        foreach ((TKey key, TValue item) in value)
        {
            keys.Serialize(ref writer, key, options);
            values.Serialize(ref writer, item, options);
        }
    }

    public TMap? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return null;
        options.Security.DepthStep(ref reader);
        int count = reader.ReadMapHeader();
        IMessagePackFormatter<TKey> keys = Formatter<TKey>.Instance;
        IMessagePackFormatter<TValue> values = Formatter<TValue>.Instance;
        var map = new Dictionary<TKey, TValue>(Math.Min(count, InitialCapacityMax));
        for (int i = 0; i < count; i++)
        {
            TKey key = keys.Deserialize(ref reader, options);
            map.Add(key, values.Deserialize(ref reader, options));
        }

        reader.Depth--;
        return (TMap)(object)map;
    }

    // More than this is believed only as pairs really come.
    private const int InitialCapacityMax = 1024;
}

internal sealed class DictionaryFormatter<TKey, TValue> : MapFormatter<TKey, TValue, Dictionary<TKey, TValue>>
    where TKey : notnull;

internal sealed class InterfaceDictionaryFormatter<TKey, TValue>
    : MapFormatter<TKey, TValue, IDictionary<TKey, TValue>>
    where TKey : notnull;

internal sealed class ReadOnlyDictionaryFormatter<TKey, TValue>
    : MapFormatter<TKey, TValue, IReadOnlyDictionary<TKey, TValue>>
    where TKey : notnull;
