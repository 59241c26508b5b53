namespace IrcNats.Chaos.Measure;

/// <summary>Counts what the clients noticed, and keeps the first few findings in words. For any thread.</summary>
sealed class Tally(RunClock clock)
{
    private const int KeptFindings = 40;

    private readonly List<string> _findings = [];
    private long _delivered;

    /// <summary>Lines heard by anyone, echoes not counted.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>
    /// Lines that were acknowledged to the speaker, and that a member did not hear who was there throughout.
    /// </summary>
    public int Lost { get; private set; }
    public int Doubled { get; private set; }
    public int OutOfOrder { get; private set; }
    public int Dropped { get; private set; }

    /// <summary>Lines neither acknowledged nor refused, although the connection lived on.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Acknowledgements without the label of the line they acknowledge.</summary>
    public int Mislabelled { get; private set; }

    /// <summary>Lines answered with something other than their echo.</summary>
    public int Refused { get; private set; }

    /// <summary>Pages of a history that are not as they should be.</summary>
    public int WrongPages { get; private set; }

    public bool IsClean => (Lost, Doubled, OutOfOrder, Dropped, Unanswered, Mislabelled, WrongPages) == default;

    public IReadOnlyList<string> Findings
    {
        get { lock (_findings) return [.. _findings]; }
    }

    public void WasDelivered() => Interlocked.Increment(ref _delivered);

    public void WasLost(string what) => Find("lost", what, () => Lost++);

    public void WasDoubled(string what) => Find("doubled", what, () => Doubled++);

    public void WasOutOfOrder(string what) => Find("out of order", what, () => OutOfOrder++);

    public void WasDropped(string what) => Find("dropped", what, () => Dropped++);

    public void WasNotAnswered(string what) => Find("not answered", what, () => Unanswered++);

    public void WasMislabelled(string what) => Find("mislabelled", what, () => Mislabelled++);

    public void WasWrongPage(string what) => Find("wrong page", what, () => WrongPages++);

    public void WasRefused(string what) => Find("refused", what, () => Refused++);

    private void Find(string kind, string what, Action count)
    {
        lock (_findings)
        {
            count();
            if (_findings.Count < KeptFindings) _findings.Add($"{clock.Now.TotalSeconds,9:0.000} {kind}: {what}");
        }
    }
}
