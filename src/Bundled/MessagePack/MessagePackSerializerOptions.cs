namespace MessagePack;

/// <summary>Settings of one call; the stand-in has one: how far the input is trusted.</summary>
public sealed class MessagePackSerializerOptions
{
    private MessagePackSerializerOptions(MessagePackSecurity security) => Security = security;

    /// <summary>The default: trusted data.</summary>
    public static MessagePackSerializerOptions Standard { get; } = new(MessagePackSecurity.TrustedData);

    /// <summary>How far the input is trusted.</summary>
    public MessagePackSecurity Security { get; }

    /// <summary>A copy with another <see cref="Security"/>.</summary>
    public MessagePackSerializerOptions WithSecurity(MessagePackSecurity security) => new(security);
}
