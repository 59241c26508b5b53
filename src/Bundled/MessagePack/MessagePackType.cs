namespace MessagePack;

/// <summary>The families of MessagePack values.</summary>
public enum MessagePackType : byte
{
    /// <summary>The one unused code, 0xc1.</summary>
    Unknown = 0,
    /// <summary>Any integer.</summary>
    Integer = 1,
    /// <summary>Nil.</summary>
    Nil = 2,
    /// <summary>True or false.</summary>
    Boolean = 3,
    /// <summary>A 32 or 64 bit float.</summary>
    Float = 4,
    /// <summary>UTF-8 text.</summary>
    String = 5,
    /// <summary>Bytes.</summary>
    Binary = 6,
    /// <summary>An array.</summary>
    Array = 7,
    /// <summary>A map.</summary>
    Map = 8,
    /// <summary>A typed extension, for example a timestamp.</summary>
    Extension = 9,
}
