using MessagePack;

namespace IrcNats.State;

/// <summary>One key of a user's or a channel's metadata, and its value. https://ircv3.net/specs/extensions/metadata
/// </summary>
[MessagePackObject]
public sealed record MetadataItem([property: Key(0)] string Key, [property: Key(1)] string Value);

/// <summary>A key that was set, or removed (null).</summary>
[MessagePackObject]
public sealed record MetadataChange([property: Key(0)] string Key, [property: Key(1)] string? Value);

/// <summary>Lists of metadata: sorted by key, so that equal ones are equal in a snapshot; each key once.</summary>
public static class MetadataList
{
    public static string? ValueOf(this IReadOnlyList<MetadataItem> items, string key)
    {
        for (int i = 0; i < items.Count; i++)
            if (items[i].Key == key) return items[i].Value;
        return null;
    }

    public static IReadOnlyList<MetadataItem> With(this IReadOnlyList<MetadataItem> items, MetadataChange change)
    {
        IEnumerable<MetadataItem> others = items.Where(i => i.Key != change.Key);
        if (change.Value is null) return [.. others];
        MetadataItem item = new(change.Key, change.Value);
        return [.. others.Append(item).OrderBy(i => i.Key, StringComparer.Ordinal)];
    }
}
