namespace IrcNats.Chaos.Measure;

/// <summary>
/// What one member of a channel heard of each of the others during one stay: their lines are numbered, and it knows
/// which are still missing. The first line of a speaker may have any number, because the member may come later.
/// </summary>
sealed class Hearing(int speakers)
{
    private readonly int[] _first = new int[speakers], _last = new int[speakers];
    private readonly HashSet<int>?[] _missing = new HashSet<int>?[speakers];

    /// <summary>Takes the next line heard; numbers begin with 1.</summary>
    public Heard Hear(int speaker, int number)
    {
        int last = _last[speaker];
        if (last == 0) _first[speaker] = number;
        else if (number <= last) return Find(speaker, number);
        else if (number > last + 1)
            (_missing[speaker] ??= []).UnionWith(Enumerable.Range(last + 1, number - last - 1));
        _last[speaker] = number;
        return Heard.New;
    }

    /// <summary>The newest line heard of a speaker; 0 before the first.</summary>
    public int LastOf(int speaker) => _last[speaker];

    /// <summary>Lines that were passed over and never came.</summary>
    public IEnumerable<int> MissingOf(int speaker) => _missing[speaker] ?? [];

    private Heard Find(int speaker, int number)
    {
        bool wasMissing = number < _first[speaker] || _missing[speaker]?.Remove(number) == true;
        return wasMissing ? Heard.Late : Heard.Again;
    }
}
