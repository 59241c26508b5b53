using MessagePack.Formatters;

namespace MessagePack.Objects;

/// <summary>One subtype of a union. Its formatter is made when the first value of it comes.</summary>
internal sealed class UnionCase<T>(int key, Type type)
    where T : class
{
    private IMessagePackFormatter<T?>? _codec;

    public int Key { get; } = key;

    // Two threads may both make one; they are alike.
    public IMessagePackFormatter<T?> Codec => _codec ??= (IMessagePackFormatter<T?>)Activator.CreateInstance(
        typeof(UnionCaseFormatter<,>).MakeGenericType(typeof(T), type))!;
}
