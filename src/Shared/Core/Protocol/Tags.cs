using System.Buffers;
using System.Collections;
using System.Text;

namespace IrcNats.Protocol;

/// <summary>
/// The tags of one line in their order; an absent value is "". Immutable, equal by content. Keys are opaque, as the
/// specification demands. https://ircv3.net/specs/extensions/message-tags
/// </summary>
public sealed partial class Tags : IReadOnlyList<KeyValuePair<string, string>>, IEquatable<Tags>
{
    private static readonly SearchValues<char> s_neverInKey = SearchValues.Create("\0\r\n ;=");
    private readonly KeyValuePair<string, string>[] _items;

    private Tags(KeyValuePair<string, string>[] items) => _items = items;

    public static Tags None { get; } = new([]);

    public int Count => _items.Length;

    public KeyValuePair<string, string> this[int index] => _items[index];

    /// <summary>Null when there is no such tag.</summary>
    public string? this[string key] => Find(key) is >= 0 and var at ? _items[at].Value : null;

    /// <summary>Client-only tags (+typing, +draft/reply) are relayed by servers without looking at them.</summary>
    public static bool IsClientOnly(string key) => key.StartsWith('+');

    /// <summary>
    /// Reads the text between '@' and the space. If a key comes twice, the last one counts; a tag without a key is
    /// dropped.
    /// </summary>
    public static Tags Parse(ReadOnlySpan<char> text)
    {
        OrderedDictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (var at in text.Split(';'))
        {
            var tag = text[at];
            int equals = tag.IndexOf('=');
            var key = equals < 0 ? tag : tag[..equals];
            if (!key.IsEmpty) found[key.ToString()] = equals < 0 ? "" : Unescape(tag[(equals + 1)..].ToString());
        }

        return found.Count == 0 ? None : new Tags([.. found]);
    }

    public bool Contains(string key) => Find(key) >= 0;

    /// <summary>With the tag added at the end, or its value replaced where it stands.</summary>
    public Tags With(string key, string value = "")
    {
        if (key.Length == 0 || key.AsSpan().ContainsAny(s_neverInKey))
            throw new ArgumentException($"'{key}' cannot be the key of a tag.", nameof(key));
        KeyValuePair<string, string> tag = new(key, value);
        int at = Find(key);
        if (at < 0) return new Tags([.. _items, tag]);
        var changed = _items.ToArray();
        changed[at] = tag;
        return new Tags(changed);
    }

    /// <summary>The tags whose key passes.</summary>
    public Tags Only(Func<string, bool> keep)
    {
        var kept = Array.FindAll(_items, tag => keep(tag.Key));
        return kept.Length == _items.Length ? this : kept.Length == 0 ? None : new Tags(kept);
    }

    /// <summary>As bytes before a line's body: "@a=b;c ", or nothing when there are no tags.</summary>
    public void Write(IBufferWriter<byte> to)
    {
        if (Count == 0) return;
        LineWriter writer = new(to.GetSpan(_items.Sum(tag => 3 * tag.Key.Length + 6 * tag.Value.Length + 2) + 1));
        char before = '@';
        foreach (var (key, value) in _items)
        {
            writer.Put(before);
            writer.Put(key);
            if (value.Length > 0)
            {
                writer.Put('=');
                writer.Put(Escape(value));
            }

            before = ';';
        }

        writer.Put(' ');
        to.Advance(writer.Written);
    }

    public bool Equals(Tags? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as Tags);

    public override int GetHashCode()
    {
        HashCode hash = new();
        foreach (var tag in _items) hash.Add(tag);
        return hash.ToHashCode();
    }

    /// <summary>"a=b;c", without the '@'.</summary>
    public override string ToString()
    {
        ArrayBufferWriter<byte> bytes = new();
        Write(bytes);
        return Count == 0 ? "" : Encoding.UTF8.GetString(bytes.WrittenSpan[1..^1]);
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    private int Find(string key)
    {
        for (int i = 0; i < _items.Length; i++)
            if (_items[i].Key == key) return i;
        return -1;
    }
}
