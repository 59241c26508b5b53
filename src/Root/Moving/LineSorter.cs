namespace IrcNats.Root.Moving;

/// <summary>
/// Brings any number of lines into an order, with a bounded number of them in memory: sorted parts are written into
/// files, which are then read side by side.
/// </summary>
/// <param name="most">Lines in memory.</param>
sealed class LineSorter(int most) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ircnats-sort-");
    private readonly List<(string Key, string Line)> _part = [];
    private int _parts;

    /// <summary>The line's place is that of its key, byte by byte. A key has no line's end in it.</summary>
    public void Add(string key, string line)
    {
        _part.Add((key, line));
        if (_part.Count >= most) WritePart();
    }

    /// <summary>All lines in their order. No line may be added any more.</summary>
    public IEnumerable<string> Sorted()
    {
        WritePart();
        List<StreamReader> parts = [.. Enumerable.Range(0, _parts).Select(n => new StreamReader(PathOf(n)))];
        try
        {
            PriorityQueue<(StreamReader Part, string Line), string> next = new(StringComparer.Ordinal);
            foreach (StreamReader part in parts) Take(part, next);
            while (next.TryDequeue(out var first, out _))
            {
                yield return first.Line;
                Take(first.Part, next);
            }
        }
        finally
        {
            foreach (StreamReader part in parts) part.Dispose();
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Take(StreamReader part, PriorityQueue<(StreamReader Part, string Line), string> next)
    {
        if (part.ReadLine() is { } key) next.Enqueue((part, part.ReadLine()!), key);
    }

    private void WritePart()
    {
        if (_part.Count == 0) return;
        _part.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key));
        using StreamWriter file = new(PathOf(_parts++));
        foreach (var (key, line) in _part)
        {
            file.WriteLine(key);
            file.WriteLine(line);
        }

        _part.Clear();
    }

    private string PathOf(int part) => Path.Combine(_folder.FullName, $"{part}");
}
