using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MessagePack.Formatters;

// Arrays, lists and sets.

internal sealed class ArrayFormatter<T> : SequenceFormatter<T, T[]>
{
    protected override T[] Read(ref MessagePackReader reader, int count, MessagePackSerializerOptions options) =>
        ReadArray(ref reader, count, options);

    protected override ReadOnlySpan<T> Elements(T[] value) => SpanOf(value);
}

internal sealed class ListFormatter<T> : SequenceFormatter<T, List<T>>
{
    protected override List<T> Read(ref MessagePackReader reader, int count, MessagePackSerializerOptions options) =>
        ReadList(ref reader, count, options);

    protected override ReadOnlySpan<T> Elements(List<T> value) => CollectionsMarshal.AsSpan(value);
}

internal sealed class InterfaceListFormatter<T> : SequenceFormatter<T, IList<T>>
{
    protected override IList<T> Read(ref MessagePackReader reader, int count, MessagePackSerializerOptions options) =>
        ReadList(ref reader, count, options);

    protected override ReadOnlySpan<T> Elements(IList<T> value) => SpanOf(value);
}

internal sealed class InterfaceCollectionFormatter<T> : SequenceFormatter<T, ICollection<T>>
{
    protected override ICollection<T> Read(
        ref MessagePackReader reader, int count, MessagePackSerializerOptions options) =>
        ReadList(ref reader, count, options);

    protected override ReadOnlySpan<T> Elements(ICollection<T> value) => SpanOf(value);
}

internal sealed class ReadOnlyListFormatter<T> : SequenceFormatter<T, IReadOnlyList<T>>
{
    protected override IReadOnlyList<T> Read(
        ref MessagePackReader reader, int count, MessagePackSerializerOptions options) =>
        ReadArray(ref reader, count, options);

    protected override ReadOnlySpan<T> Elements(IReadOnlyList<T> value) => SpanOf(value);
}

internal sealed class ReadOnlyCollectionFormatter<T> : SequenceFormatter<T, IReadOnlyCollection<T>>
{
    protected override IReadOnlyCollection<T> Read(
        ref MessagePackReader reader, int count, MessagePackSerializerOptions options) =>
        ReadArray(ref reader, count, options);

    protected override ReadOnlySpan<T> Elements(IReadOnlyCollection<T> value) => SpanOf(value);
}

internal sealed class EnumerableFormatter<T> : SequenceFormatter<T, IEnumerable<T>>
{
    protected override IEnumerable<T> Read(
        ref MessagePackReader reader, int count, MessagePackSerializerOptions options) =>
        ReadArray(ref reader, count, options);

    protected override ReadOnlySpan<T> Elements(IEnumerable<T> value) => SpanOf(value);
}

internal sealed class HashSetFormatter<T> : SequenceFormatter<T, HashSet<T>>
{
    protected override HashSet<T> Read(ref MessagePackReader reader, int count, MessagePackSerializerOptions options) =>
        [.. ReadList(ref reader, count, options)];

    protected override ReadOnlySpan<T> Elements(HashSet<T> value) => SpanOf(value);
}

internal sealed class InterfaceSetFormatter<T> : SequenceFormatter<T, ISet<T>>
{
    protected override ISet<T> Read(ref MessagePackReader reader, int count, MessagePackSerializerOptions options) =>
        new HashSet<T>(ReadList(ref reader, count, options));

    protected override ReadOnlySpan<T> Elements(ISet<T> value) => SpanOf(value);
}

internal sealed class ReadOnlySetFormatter<T> : SequenceFormatter<T, IReadOnlySet<T>>
{
    protected override IReadOnlySet<T> Read(
        ref MessagePackReader reader, int count, MessagePackSerializerOptions options) =>
        new HashSet<T>(ReadList(ref reader, count, options));

    protected override ReadOnlySpan<T> Elements(IReadOnlySet<T> value) => SpanOf(value);
}

/// <summary>The default, array-less value is nil.</summary>
internal sealed class ImmutableArrayFormatter<T> : IMessagePackFormatter<ImmutableArray<T>>
{
    public void Serialize(
        ref MessagePackWriter writer, ImmutableArray<T> value, MessagePackSerializerOptions options) =>
        Formatter<T[]?>.Instance.Serialize(ref writer, ImmutableCollectionsMarshal.AsArray(value), options);

    public ImmutableArray<T> Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        ImmutableCollectionsMarshal.AsImmutableArray(Formatter<T[]?>.Instance.Deserialize(ref reader, options));
}
