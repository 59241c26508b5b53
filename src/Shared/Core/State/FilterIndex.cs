using System.Buffers;
using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>The filters as they are compared: by the letters that a text must have.</summary>
sealed class FilterIndex
{
    private readonly Dictionary<ulong, List<Entry>> _byLetters = [];
    private readonly List<Entry> _wild = [];
    private readonly SearchValues<string>? _letters;
    private readonly FilterPlaces _places;
    private long _round;

    public FilterIndex(IEnumerable<Filter> filters)
    {
        foreach (Filter filter in filters)
        {
            Entry entry = new(filter, new TextPattern(filter.Pattern));
            _places |= filter.Places;
            if (entry.Letters.Length == 0) _wild.Add(entry);
            else if (_byLetters.TryGetValue(KeyOf(entry.Letters), out List<Entry>? alike)) alike.Add(entry);
            else _byLetters[KeyOf(entry.Letters)] = [entry];
        }

        if (_byLetters.Count > 0)
            _letters = SearchValues.Create(
                [.. _byLetters.Values.SelectMany(alike => alike).Select(e => e.Letters)],
                StringComparison.OrdinalIgnoreCase);
    }

    public Filter? Find(FilterPlaces place, string text)
    {
        if ((_places & place) == 0) return null;
        Filter? severest = null;
        _round++;
        foreach (Entry entry in _wild) severest = Severest(severest, entry, place, text);
        if (_letters is null) return severest;
        for (int at = 0; text.AsSpan(at).IndexOfAny(_letters) is var found && found >= 0; at++)
        {
            at += found;
            foreach (Entry entry in _byLetters.GetValueOrDefault(KeyOf(text.AsSpan(at)), []))
                if (text.AsSpan(at).StartsWith(entry.Letters, StringComparison.OrdinalIgnoreCase))
                    severest = Severest(severest, entry, place, text);
        }

        return severest;
    }

    // A text may have the same letters many times, but is compared once.
    private Filter? Severest(Filter? sofar, Entry entry, FilterPlaces place, string text)
    {
        if (entry.Round == _round || (entry.Filter.Places & place) == 0) return sofar;
        entry.Round = _round;
        if (sofar is not null && Weight(sofar) >= Weight(entry.Filter)) return sofar;
        return entry.Pattern.Matches(text) ? entry.Filter : sofar;
    }

    private static int Weight(Filter filter) => filter.IsTest ? 0 : (int)filter.Action;

    // The first letters, whatever their case.
    private static ulong KeyOf(ReadOnlySpan<char> letters)
    {
        ulong key = 0;
        foreach (char letter in letters[..Math.Min(letters.Length, TextPattern.LeastLetters)])
            key = (key << 16) | char.ToUpperInvariant(letter);
        return key;
    }

    private sealed class Entry(Filter filter, TextPattern pattern)
    {
        public Filter Filter => filter;
        public TextPattern Pattern => pattern;
        public string Letters => pattern.Letters;
        // The text with which it was compared last.
        public long Round { get; set; }
    }
}
