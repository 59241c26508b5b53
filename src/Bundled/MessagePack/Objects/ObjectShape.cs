using System.Reflection;

namespace MessagePack.Objects;

/// <summary>What of a type is written, in which order, and how an instance is made again.</summary>
/// <param name="Slots">One for each place in the array, null where no member has that key.</param>
/// <param name="Constructor">Its parameters are the first members; null for the default of a struct.</param>
/// <param name="HasExactLength">Tuples have; other types may have grown or shrunk.</param>
internal sealed record ObjectShape(Member?[] Slots, ConstructorInfo? Constructor, bool HasExactLength)
{
    // An array of nils would be written up to the highest key.
    private const int KeyMax = 10_000;
    private const BindingFlags PublicInstance = BindingFlags.Public | BindingFlags.Instance;

    /// <summary>The slots that have a member.</summary>
    public IEnumerable<Member> Members => Slots.OfType<Member>();

    public static bool IsTuple(Type type) =>
        type.IsConstructedGenericType
        && (type.IsAssignableTo(typeof(System.Runtime.CompilerServices.ITuple)) && type.Namespace == nameof(System)
            || type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>));

    public static ObjectShape Of(Type type) => IsTuple(type) ? Tuple(type) : Keyed(type);

    private static ObjectShape Tuple(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors()[0];
        MemberInfo[] members =
            [.. type.GetFields(PublicInstance), .. type.GetProperties(PublicInstance).Where(p => !IsIndexer(p))];
        Member?[] slots = [.. constructor.GetParameters().Select((parameter, i) => new Member(
            i, members.First(m => string.Equals(m.Name, parameter.Name, StringComparison.OrdinalIgnoreCase))))];
        return new ObjectShape(slots, constructor, HasExactLength: true);
    }

    private static ObjectShape Keyed(Type type)
    {
        Dictionary<int, Member> byKey = [];
        foreach (Member member in Ancestry(type).SelectMany(DeclaredMembers))
        {
            if (byKey.TryGetValue(member.Key, out Member? other) && !member.Overrides(other))
                throw Bad(type, $"{other.Name} and {member.Name} have the same key {member.Key}");
            byKey[member.Key] = member;
        }

        Member[] members = [.. byKey.Values.OrderBy(m => m.Key)];
        var slots = new Member?[members.Length == 0 ? 0 : members[^1].Key + 1];
        foreach (Member member in members)
            slots[member.Key] = member;
        return new ObjectShape(slots, ChooseConstructor(type, members), HasExactLength: false);
    }

    private static IEnumerable<Type> Ancestry(Type type) =>
        type.BaseType is { } parent ? Ancestry(parent).Append(type) : [type];

    private static IEnumerable<Member> DeclaredMembers(Type type)
    {
        IEnumerable<MemberInfo> properties = type.GetProperties(PublicInstance | BindingFlags.DeclaredOnly)
            .Where(property => !IsIndexer(property));
        foreach (MemberInfo info in properties.Concat(type.GetFields(PublicInstance | BindingFlags.DeclaredOnly)))
        {
            if (info.IsDefined(typeof(IgnoreMemberAttribute), inherit: false))
                continue;
            int key = info.GetCustomAttribute<KeyAttribute>(inherit: true)?.IntKey
                ?? throw Bad(type, $"{info.Name} needs [Key] or [IgnoreMember]");
            if (key is < 0 or > KeyMax)
                throw Bad(type, $"the key {key} of {info.Name} is not within 0 to {KeyMax}");
            yield return new Member(key, info);
        }
    }

    private static bool IsIndexer(PropertyInfo property) => property.GetIndexParameters().Length > 0;

    private static ConstructorInfo? ChooseConstructor(Type type, Member[] members)
    {
        ConstructorInfo[] all = type.GetConstructors();
        if (all.FirstOrDefault(c => c.IsDefined(typeof(SerializationConstructorAttribute))) is { } marked)
            return Fits(marked, members) ? marked : throw Bad(type, "its marked constructor does not fit the keys");
        ConstructorInfo? best = all.Where(c => Fits(c, members)).MaxBy(c => c.GetParameters().Length);
        return best is null && !type.IsValueType ? throw Bad(type, "no public constructor fits the keys") : best;
    }

    // By position, not by name: the first parameter is the member with the lowest key.
    private static bool Fits(ConstructorInfo constructor, Member[] members)
    {
        ParameterInfo[] parameters = constructor.GetParameters();
        return parameters.Length <= members.Length
            && parameters.All(p => members[p.Position].Type == p.ParameterType);
    }

    private static MessagePackSerializationException Bad(Type type, string why) =>
        new($"{type} cannot be serialized: {why}.");
}
