using System.Collections;
using Cassandra.Protocol;

namespace Cassandra.Types;

/// <summary>A list or a set; both look the same as bytes.</summary>
internal sealed class SequenceType(ColumnTypeCode code, CqlType element) : CqlType
{
    private static readonly Type[] s_shapes = [typeof(List<>), typeof(HashSet<>), typeof(SortedSet<>)];

    public override ColumnTypeCode Code => code;

    public override string Name => $"{(code == ColumnTypeCode.Set ? "set" : "list")}<{element.Name}>";

    public override Type ClrType { get; } = typeof(IEnumerable<>).MakeGenericType(element.ClrType);

    public override object Read(ReadOnlySpan<byte> bytes, Type target)
    {
        BodyReader elements = new(bytes);
        Type each = target.IsArray ? target.GetElementType()!
            : target is { IsGenericType: true } && target.GenericTypeArguments is [var only] ? only : element.ClrType;
        Array array = Array.CreateInstance(each, elements.Count("elements", 4));
        for (int i = 0; i < array.Length; i++) array.SetValue(ReadElement(ref elements, element, each), i);
        if (target.IsInstanceOfType(array)) return array;
        foreach (Type shape in s_shapes)
        {
            Type made = shape.MakeGenericType(each);
            if (target.IsAssignableFrom(made)) return Activator.CreateInstance(made, array)!;
        }

        throw NotReadable(target);
    }

    public override void Write(BodyWriter to, object value)
    {
        int at = to.Length, count = 0;
        to.Int(0);
        foreach (object? each in Elements(value))
        {
            WriteElement(to, element, each);
            count++;
        }

        to.IntAt(at, count);
    }
}

/// <summary>A map.</summary>
internal sealed class MapType(CqlType key, CqlType value) : CqlType
{
    private static readonly Type[] s_shapes = [typeof(SortedDictionary<,>), typeof(Dictionary<,>)];

    public override ColumnTypeCode Code => ColumnTypeCode.Map;

    public override string Name => $"map<{key.Name}, {value.Name}>";

    public override Type ClrType { get; } = typeof(IDictionary<,>).MakeGenericType(key.ClrType, value.ClrType);

    public override object Read(ReadOnlySpan<byte> bytes, Type target)
    {
        Type[] each = target is { IsGenericType: true } && target.GenericTypeArguments is [_, _]
            ? target.GenericTypeArguments
            : [key.ClrType, value.ClrType];
        Type made = s_shapes.Select(s => s.MakeGenericType(each)).FirstOrDefault(target.IsAssignableFrom)
            ?? throw NotReadable(target);
        IDictionary map = (IDictionary)Activator.CreateInstance(made)!;
        BodyReader elements = new(bytes);
        for (int count = elements.Count("entries", 8); count > 0; count--)
        {
            object name = ReadElement(ref elements, key, each[0])
                ?? throw new InvalidTypeException($"A key of the type {key.Name} is null.");
            map[name] = ReadElement(ref elements, value, each[1]);
        }

        return map;
    }

    public override void Write(BodyWriter to, object map)
    {
        if (map is not IDictionary entries) throw NotWritable(map);
        to.Int(entries.Count);
        foreach (DictionaryEntry entry in entries)
        {
            WriteElement(to, key, entry.Key);
            WriteElement(to, value, entry.Value);
        }
    }
}

/// <summary>A type that is not spoken here: its values are the bytes that they are on the wire.</summary>
internal sealed class OpaqueType(ColumnTypeCode code, string name) : CqlType
{
    public override ColumnTypeCode Code => code;

    public override string Name => name;

    public override Type ClrType => typeof(byte[]);

    public override object Read(ReadOnlySpan<byte> bytes, Type target) =>
        target.IsAssignableFrom(typeof(byte[])) ? bytes.ToArray() : throw NotReadable(target);

    public override void Write(BodyWriter to, object value)
    {
        if (value is not byte[] bytes) throw NotWritable(value);
        to.Raw(bytes);
    }
}
