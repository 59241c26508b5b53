using System.Diagnostics.CodeAnalysis;

namespace IrcNats.Root.Tracing;

/// <summary>
/// Remembers at least the newest so many values, and at most twice as many. Older values are forgotten.
/// </summary>
sealed class Recent<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private Dictionary<TKey, TValue> _young = [], _old = [];

    public int Count => _young.Count + _old.Count;

    public void Set(TKey key, TValue value)
    {
        _old.Remove(key);
        _young[key] = value;
        if (_young.Count < capacity) return;
        (_old, _young) = (_young, []);
    }

    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value) =>
        _young.TryGetValue(key, out value) || _old.TryGetValue(key, out value);

    public void Remove(TKey key)
    {
        _young.Remove(key);
        _old.Remove(key);
    }
}
