using System.Reflection;

namespace MessagePack.Objects;

/// <summary>A property or field with its place in the array.</summary>
internal sealed class Member(int key, MemberInfo info)
{
    public int Key { get; } = key;

    public string Name => info.Name;

    public Type Type { get; } = info is PropertyInfo property ? property.PropertyType : ((FieldInfo)info).FieldType;

    public FieldInfo? Field { get; } = info as FieldInfo;

    public MethodInfo? Getter { get; } = (info as PropertyInfo)?.GetMethod;

    public MethodInfo? Setter { get; } = (info as PropertyInfo)?.SetMethod;

    public bool CanWrite => Field is { IsInitOnly: false } || Setter is { IsPublic: true };

    public bool Overrides(Member other) =>
        Getter is not null && Getter.GetBaseDefinition() == other.Getter?.GetBaseDefinition();
}
