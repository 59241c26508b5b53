using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// Every filter. A text is searched once for the letters of all filters together, and compared only with those whose
/// letters it has; so its cost does not grow with their number. Filters without such letters are compared with every
/// text, and few are allowed. Not thread-safe.
/// </summary>
public sealed class FilterTable
{
    /// <summary>Filters: 1 MiB of a snapshot at most.</summary>
    public const int Most = 2000;

    /// <summary>Those that have to be compared with every text, because they have no letters of their own.</summary>
    public const int MostWild = 20;

    private readonly SortedDictionary<string, FilterRow> _all = new(StringComparer.Ordinal);
    private FilterIndex? _index;

    /// <summary>The letters of places, as an operator types them.</summary>
    public static IReadOnlyList<(char Letter, FilterPlaces Place)> Letters { get; } =
    [
        ('m', FilterPlaces.Messages), ('p', FilterPlaces.Partings), ('t', FilterPlaces.Topics),
        ('n', FilterPlaces.Nicks), ('r', FilterPlaces.Realnames),
    ];

    public int Count => _all.Count;

    /// <summary>In the order of their patterns.</summary>
    public IReadOnlyCollection<FilterRow> All => _all.Values;

    public FilterRow? Find(string pattern) => _all.GetValueOrDefault(pattern);

    /// <summary>
    /// The filter that hits a text, the severest one; null: none does. One that is only tried counts least.
    /// </summary>
    public Filter? Find(FilterPlaces place, string text) =>
        _all.Count == 0 || text.Length == 0
            ? null
            : (_index ??= new FilterIndex(_all.Values.Select(row => row.Filter))).Find(place, text);

    /// <summary>Why there can be no such filter besides; null: there can.</summary>
    public string? Refusal(string pattern)
    {
        if (_all.ContainsKey(pattern)) return null;
        if (Count >= Most) return $"There are as many filters as the network can have ({Most}); take some off";
        return IsWild(pattern) && _all.Keys.Count(IsWild) >= MostWild
            ? $"There are as many patterns without {TextPattern.LeastLetters} letters in a row as the network can have "
                + $"({MostWild})"
            : null;
    }

    /// <summary>What letters such as "mt" stand for; None: one of them stands for nothing.</summary>
    public static FilterPlaces PlacesOf(string letters)
    {
        FilterPlaces places = FilterPlaces.None;
        foreach (char letter in letters)
        {
            FilterPlaces place = letter == '*'
                ? Letters.Aggregate(FilterPlaces.None, (bits, row) => bits | row.Place)
                : Letters.FirstOrDefault(row => row.Letter == letter).Place;
            if (place == FilterPlaces.None) return FilterPlaces.None;
            places |= place;
        }

        return places;
    }

    /// <summary>"mt" for messages and topics.</summary>
    public static string Show(FilterPlaces places) =>
        string.Concat(from row in Letters where (places & row.Place) != 0 select row.Letter);

    internal void Set(Filter filter)
    {
        _all[filter.Pattern] = new FilterRow(filter, 0);
        _index = null;
    }

    internal void Remove(string pattern)
    {
        _all.Remove(pattern);
        _index = null;
    }

    internal void CountHit(string pattern)
    {
        if (_all.TryGetValue(pattern, out FilterRow? row)) _all[pattern] = row with { Hits = row.Hits + 1 };
    }

    internal void Load(FilterRow row)
    {
        _all[row.Filter.Pattern] = row;
        _index = null;
    }

    internal IReadOnlyList<FilterRow> Save() => [.. _all.Values];

    private static bool IsWild(string pattern) => new TextPattern(pattern).Letters.Length == 0;
}
