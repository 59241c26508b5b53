using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Primitives;

namespace NATS.Client.Core;

/// <summary>Message headers, and the status a server may send in their first line (ADR-4).</summary>
public class NatsHeaders : INatsHeaders
{
    private readonly Dictionary<string, StringValues> _store;

    public NatsHeaders()
        : this(null)
    {
    }

    public NatsHeaders(Dictionary<string, StringValues>? store) => _store = store ?? new(StringComparer.Ordinal);

    public NatsHeaders(int capacity) => _store = new(capacity, StringComparer.Ordinal);

    public int Version => 1;

    /// <summary>
    /// The status of the first line, 0 when there is none; 503 says no responders, 404 no such message.
    /// </summary>
    public int Code { get; internal set; }

    public string MessageText { get; internal set; } = string.Empty;

    public NatsException? Error { get; internal set; }

    public int Count => _store.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => _store.Keys;

    public ICollection<StringValues> Values => _store.Values;

    /// <summary>The values of a header; none when it is absent.</summary>
    public StringValues this[string key]
    {
        get => _store.TryGetValue(key, out var value) ? value : StringValues.Empty;
        set => _store[key] = value;
    }

    public void Add(string key, StringValues value) => _store.Add(key, value);

    public void Add(KeyValuePair<string, StringValues> item) => _store.Add(item.Key, item.Value);

    public void Clear() => _store.Clear();

    public bool Contains(KeyValuePair<string, StringValues> item) =>
        _store.TryGetValue(item.Key, out var value) && value == item.Value;

    public bool ContainsKey(string key) => _store.ContainsKey(key);

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, StringValues>>)_store).CopyTo(array, arrayIndex);

    public bool Remove(string key) => _store.Remove(key);

    public bool Remove(KeyValuePair<string, StringValues> item) => Contains(item) && _store.Remove(item.Key);

    public bool TryGetValue(string key, out StringValues value) => _store.TryGetValue(key, out value);

    public bool TryGetLastValue(string key, [NotNullWhen(true)] out string? value)
    {
        value = _store.TryGetValue(key, out var values) && values.Count > 0 ? values[^1] : null;
        return value is not null;
    }

    public Dictionary<string, StringValues>.Enumerator GetEnumerator() => _store.GetEnumerator();

    IEnumerator<KeyValuePair<string, StringValues>> IEnumerable<KeyValuePair<string, StringValues>>.GetEnumerator() =>
        _store.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _store.GetEnumerator();
}
