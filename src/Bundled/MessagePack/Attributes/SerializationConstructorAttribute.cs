namespace MessagePack;

/// <summary>Marks the constructor that builds the object when it is read.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
public sealed class SerializationConstructorAttribute : Attribute;
