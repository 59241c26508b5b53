namespace MessagePack;

/// <summary>Type and length in bytes of an extension value.</summary>
public readonly record struct ExtensionHeader(sbyte TypeCode, uint Length);
