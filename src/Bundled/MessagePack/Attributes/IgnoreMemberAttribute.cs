namespace MessagePack;

/// <summary>Keeps a public property or field out of the serialized form.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class IgnoreMemberAttribute : Attribute;
