namespace MessagePack.Objects;

/// <summary>Reads as many members as the array and the type both have, and makes the object.</summary>
internal delegate T ReadMembers<T>(ref MessagePackReader reader, int length, MessagePackSerializerOptions options);
