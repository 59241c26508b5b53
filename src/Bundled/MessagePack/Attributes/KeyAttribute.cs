namespace MessagePack;

/// <summary>Gives a member its place in the array its object is written as.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class KeyAttribute(int x) : Attribute
{
    /// <summary>The index in the array.</summary>
    public int? IntKey { get; } = x;
}
