namespace MessagePack;

/// <summary>Names the formatter that writes and reads a type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum)]
public sealed class MessagePackFormatterAttribute(Type formatterType, params object[]? arguments) : Attribute
{
    /// <summary>Without arguments for the formatter's constructor.</summary>
    public MessagePackFormatterAttribute(Type formatterType)
        : this(formatterType, null)
    {
    }

    /// <summary>The formatter.</summary>
    public Type FormatterType { get; } = formatterType;

    /// <summary>What its constructor is given.</summary>
    public object[]? Arguments { get; } = arguments;
}
