namespace MessagePack;

/// <summary>The value nil.</summary>
public readonly record struct Nil
{
    /// <summary>The only value.</summary>
    public static readonly Nil Default;
}
