using System.Runtime.InteropServices;

namespace MessagePack.Formatters;

/// <summary>What all lists share: an array of elements, null as nil.</summary>
internal abstract class SequenceFormatter<T, TSequence> : IMessagePackFormatter<TSequence?>
{
    // More than this is believed only as elements really come: an element may be larger in memory than in the input.
    private const int InitialCapacityMax = 1024;

    public void Serialize(ref MessagePackWriter writer, TSequence? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        IMessagePackFormatter<T> element = Formatter<T>.Instance;
        ReadOnlySpan<T> elements = Elements(value);
        writer.WriteArrayHeader(elements.Length);
        foreach (T item in elements)
            element.Serialize(ref writer, item, options);
    }

    public TSequence? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return default;
        options.Security.DepthStep(ref reader);
        int count = reader.ReadArrayHeader();
        TSequence sequence = Read(ref reader, count, options);
        reader.Depth--;
        return sequence;
    }

    protected abstract TSequence Read(ref MessagePackReader reader, int count, MessagePackSerializerOptions options);

    protected abstract ReadOnlySpan<T> Elements(TSequence value);

    protected static List<T> ReadList(ref MessagePackReader reader, int count, MessagePackSerializerOptions options)
    {
        IMessagePackFormatter<T> element = Formatter<T>.Instance;
        var list = new List<T>(Math.Min(count, InitialCapacityMax));
        for (int i = 0; i < count; i++)
            list.Add(element.Deserialize(ref reader, options));
        return list;
    }

    protected static T[] ReadArray(ref MessagePackReader reader, int count, MessagePackSerializerOptions options)
    {
        if (count == 0)
            return [];
        if (count > InitialCapacityMax)
            return [.. ReadList(ref reader, count, options)];
        IMessagePackFormatter<T> element = Formatter<T>.Instance;
        var array = new T[count];
        for (int i = 0; i < array.Length; i++)
            array[i] = element.Deserialize(ref reader, options);
        return array;
    }

    protected static ReadOnlySpan<T> SpanOf(IEnumerable<T> elements) => elements switch
    {
        // An array of a subtype cannot be a span of T.
        T[] array when typeof(T).IsValueType || array.GetType() == typeof(T[]) => array,
        List<T> list => CollectionsMarshal.AsSpan(list),
        _ => elements.ToArray(),
    };
}
