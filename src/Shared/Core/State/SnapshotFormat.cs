using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using MessagePack;

namespace IrcNats.State;

/// <summary>
/// Names the fields that this build's snapshots have. Digests are compared only between builds with the same fields, so
/// a field that only one of them knows raises no alarm.
/// </summary>
public static class SnapshotFormat
{
    // Hexadecimal digits; enough to tell the builds of one network apart.
    private const int Length = 8;

    /// <summary>Eight hexadecimal digits: the same in every build whose snapshots have the same fields.</summary>
    public static string Name { get; } = NameOf(typeof(NetworkSnapshot));

    /// <summary>The same for another record.</summary>
    public static string NameOf(Type type)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', FieldsOf(type))));
        return Convert.ToHexStringLower(hash)[..Length];
    }

    /// <summary>Every field of a record and of the records in it: type, number, type of its value.</summary>
    public static IReadOnlyList<string> FieldsOf(Type type)
    {
        SortedSet<string> fields = new(StringComparer.Ordinal);
        Collect(type, [], fields);
        return [.. fields];
    }

    private static void Collect(Type type, HashSet<Type> seen, SortedSet<string> fields)
    {
        foreach (Type part in type.GetGenericArguments()) Collect(part, seen, fields);
        if (type.GetCustomAttribute<MessagePackObjectAttribute>() is null || !seen.Add(type)) return;
        foreach (PropertyInfo property in type.GetProperties())
        {
            if (property.GetCustomAttribute<KeyAttribute>() is not { IntKey: { } key }) continue;
            fields.Add($"{type.Name} {key:000} {property.PropertyType}");
            Collect(property.PropertyType, seen, fields);
        }
    }
}
