namespace MessagePack.Formatters;

/// <summary>The one formatter of a type, found when the type is first used.</summary>
internal static class Formatter<T>
{
    public static readonly IMessagePackFormatter<T> Instance = (IMessagePackFormatter<T>)FormatterOf.Create(typeof(T));
}
