namespace MessagePack.Objects;

/// <summary>Writes the members of an object, one after the other.</summary>
internal delegate void WriteMembers<T>(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options);
