namespace MessagePack;

/// <summary>Marks a type whose members are written by their <see cref="KeyAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class MessagePackObjectAttribute : Attribute
{
    /// <summary>Accepted for the official package; the stand-in generates no source.</summary>
    public bool SuppressSourceGeneration { get; set; }

    /// <summary>Accepted for the official package; the stand-in never asks for visibility of a type.</summary>
    public bool AllowPrivate { get; set; }
}
