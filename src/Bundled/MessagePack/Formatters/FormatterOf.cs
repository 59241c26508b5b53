using System.Collections.Immutable;
using System.Reflection;
using MessagePack.Objects;

namespace MessagePack.Formatters;

/// <summary>Chooses the formatter of a type.</summary>
internal static class FormatterOf
{
    // The constructor's own exceptions, as they are.
    private const BindingFlags Plainly =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.CreateInstance | BindingFlags.DoNotWrapExceptions;

    private static readonly Dictionary<Type, Type> Generic = new()
    {
        [typeof(Nullable<>)] = typeof(NullableFormatter<>),
        [typeof(List<>)] = typeof(ListFormatter<>),
        [typeof(IList<>)] = typeof(InterfaceListFormatter<>),
        [typeof(ICollection<>)] = typeof(InterfaceCollectionFormatter<>),
        [typeof(IReadOnlyList<>)] = typeof(ReadOnlyListFormatter<>),
        [typeof(IReadOnlyCollection<>)] = typeof(ReadOnlyCollectionFormatter<>),
        [typeof(IEnumerable<>)] = typeof(EnumerableFormatter<>),
        [typeof(HashSet<>)] = typeof(HashSetFormatter<>),
        [typeof(ISet<>)] = typeof(InterfaceSetFormatter<>),
        [typeof(IReadOnlySet<>)] = typeof(ReadOnlySetFormatter<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryFormatter<,>),
        [typeof(IDictionary<,>)] = typeof(InterfaceDictionaryFormatter<,>),
        [typeof(IReadOnlyDictionary<,>)] = typeof(ReadOnlyDictionaryFormatter<,>),
    };

    public static object Create(Type type) =>
        Scalars.Find(type)
        ?? Composed(type)
        ?? Attributed(type)
        ?? throw new MessagePackSerializationException(
            $"{type} cannot be serialized: it is no known type and carries no [MessagePackObject].");

    private static object? Composed(Type type)
    {
        if (type.IsEnum)
            return New(typeof(EnumFormatter<>), type);
        if (type.IsSZArray)
            return New(typeof(ArrayFormatter<>), type.GetElementType()!);
        if (!type.IsConstructedGenericType)
            return null;
        if (Generic.TryGetValue(type.GetGenericTypeDefinition(), out Type? formatter))
            return New(formatter, type.GenericTypeArguments);
        return ObjectShape.IsTuple(type) ? New(typeof(ObjectFormatter<>), type) : Immutable(type);
    }

    // Not in the table above: naming the type loads its assembly, some milliseconds for everyone who never uses it.
    private static object? Immutable(Type type) =>
        type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            ? New(typeof(ImmutableArrayFormatter<>), type.GenericTypeArguments)
            : null;

    private static object? Attributed(Type type)
    {
        if (type.IsDefined(typeof(UnionAttribute), inherit: false))
            return New(typeof(UnionFormatter<>), type);
        return type.IsDefined(typeof(MessagePackObjectAttribute), inherit: false)
            ? New(typeof(ObjectFormatter<>), type)
            : null;
    }

    private static object New(Type formatter, params Type[] arguments) =>
        Activator.CreateInstance(formatter.MakeGenericType(arguments), Plainly, null, null, null)!;
}
