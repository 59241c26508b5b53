namespace MessagePack;

/// <summary>Gives one subtype of an abstract class or interface its key; written as [key, object].</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class UnionAttribute(int key, Type subType) : Attribute
{
    /// <summary>The number written for the subtype.</summary>
    public int Key { get; } = key;

    /// <summary>The subtype.</summary>
    public Type SubType { get; } = subType;
}
