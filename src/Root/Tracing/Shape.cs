using System.Reflection;
using MessagePack;

namespace IrcNats.Root.Tracing;

/// <summary>
/// The form of a type of ours on the wire: a union's cases by their number, or a record's members by their key. Read
/// from the attributes that the serializer uses.
/// </summary>
sealed class Shape
{
    private static readonly Dictionary<Type, Shape> s_known = [];

    private Shape(Type type)
    {
        Type = type;
        Name = type.Name;
        foreach (UnionAttribute union in type.GetCustomAttributes<UnionAttribute>(inherit: false))
            Cases.Add(union.Key, union.SubType);
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.GetCustomAttribute<KeyAttribute>() is { IntKey: { } key })
                Members.Add(new WireMember(key, property));
        Members.Sort((one, other) => one.Key.CompareTo(other.Key));
        foreach (WireMember member in Members)
        {
            while (Fields.Count < member.Key) Fields.Add(null);
            Fields.Add(member);
        }
    }

    public Type Type { get; }

    public string Name { get; }

    public Dictionary<int, Type> Cases { get; } = [];

    /// <summary>In the order of their keys.</summary>
    public List<WireMember> Members { get; } = [];

    /// <summary>The same by key; null where none has it.</summary>
    public List<WireMember?> Fields { get; } = [];

    public bool IsUnion => Cases.Count > 0;

    public static Shape Of(Type type)
    {
        lock (s_known)
        {
            if (!s_known.TryGetValue(type, out Shape? shape)) s_known[type] = shape = new Shape(type);
            return shape;
        }
    }
}

/// <summary>One member of a record on the wire.</summary>
sealed class WireMember(int key, PropertyInfo property)
{
    public int Key => key;

    public string Name => property.Name;

    /// <summary>The name in JSON.</summary>
    public string JsonName { get; } = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];

    /// <summary>The type without its question mark.</summary>
    public Type Type { get; } = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    public object? Of(object owner) => property.GetValue(owner);
}
