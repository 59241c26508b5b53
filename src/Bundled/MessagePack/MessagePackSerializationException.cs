namespace MessagePack;

/// <summary>A value could not be written, or bytes could not be read as the type asked for.</summary>
public sealed class MessagePackSerializationException : Exception
{
    /// <summary>Without a message.</summary>
    public MessagePackSerializationException()
    {
    }

    /// <summary>With a message.</summary>
    public MessagePackSerializationException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public MessagePackSerializationException(string? message, Exception? inner)
        : base(message, inner)
    {
    }
}
