using System.Reflection;
using MessagePack.Formatters;

namespace MessagePack.Objects;

/// <summary>An abstract class or interface: [key of the subtype, object], null as nil.</summary>
internal sealed class UnionFormatter<T> : IMessagePackFormatter<T?>
    where T : class
{
    private readonly Dictionary<Type, UnionCase<T>> _byType = [];
    private readonly Dictionary<int, UnionCase<T>> _byKey = [];

    public UnionFormatter()
    {
        if (!typeof(T).IsAbstract)
            throw new MessagePackSerializationException($"{typeof(T)} has [Union] but is not abstract.");
        foreach (UnionAttribute union in typeof(T).GetCustomAttributes<UnionAttribute>(inherit: false))
        {
            if (!union.SubType.IsAssignableTo(typeof(T)))
                throw new MessagePackSerializationException($"{union.SubType} is no subtype of {typeof(T)}.");
            var item = new UnionCase<T>(union.Key, union.SubType);
            if (!_byType.TryAdd(union.SubType, item) || !_byKey.TryAdd(union.Key, item))
                throw new MessagePackSerializationException($"Union {union.Key} of {typeof(T)} is there twice.");
        }
    }

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null || !_byType.TryGetValue(value.GetType(), out UnionCase<T>? item))
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(2);
        writer.Write(item.Key);
        item.Codec.Serialize(ref writer, value, options);
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return null;
        options.Security.DepthStep(ref reader);
        int length = reader.ReadArrayHeader();
        if (length != 2)
            throw new MessagePackSerializationException($"A union has 2 parts, not {length}: {typeof(T)}.");
        T? value = null;
        if (_byKey.TryGetValue(reader.ReadInt32(), out UnionCase<T>? item))
            value = item.Codec.Deserialize(ref reader, options);
        else
            reader.Skip();
        reader.Depth--;
        return value;
    }
}
