using IrcNats.Chaos.Measure;

namespace IrcNats.Chaos.Pages;

/// <summary>Counts what readers of histories noticed. For any thread.</summary>
sealed class PageTally(Tally tally)
{
    private int _pages, _refused, _redacted;

    /// <summary>Pages that were shown.</summary>
    public int Pages => Volatile.Read(ref _pages);

    /// <summary>Questions that were answered with FAIL: the store was away.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Messages that readers had deleted.</summary>
    public int Redacted => Volatile.Read(ref _redacted);

    public void WasShown() => Interlocked.Increment(ref _pages);

    public void WasRefused() => Interlocked.Increment(ref _refused);

    public void WasRedacted() => Interlocked.Increment(ref _redacted);

    /// <summary>A page is not what it should be.</summary>
    public void WasWrong(string what) => tally.WasWrongPage(what);
}
