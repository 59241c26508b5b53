using MessagePack;

namespace IrcNats.State;

/// <summary>
/// The requests of a leaf process that a root is about to decide although an earlier root never answered them. If the
/// root ends, one of them may have ended it. Requests up to <paramref name="OneByOne"/> are tried alone.
/// </summary>
[MessagePackObject]
public sealed record Trial(
    [property: Key(0)] ulong First, [property: Key(1)] ulong Last, [property: Key(2)] ulong Epoch,
    [property: Key(3)] ulong OneByOne, [property: Key(4)] IReadOnlyList<Suspect> Suspects)
{
    // Each suspect stands for a root that ended; more of them at a time tell nothing.
    private const int MostSuspects = 8;

    /// <summary>Nothing is on trial: the requests were decided, and the root lived.</summary>
    [IgnoreMember] public bool IsOver => Last < First;

    /// <summary>How many earlier roots ended while they decided this request and no other.</summary>
    public int DeathsOf(ulong request, ulong epoch) =>
        SuspectsIn(epoch).FirstOrDefault(s => s.Request == request)?.Deaths ?? 0;

    /// <summary>Whether a root of that epoch tries the request and no other at the time.</summary>
    public bool IsAlone(ulong request, ulong epoch) => request <= OneByOneIn(epoch);

    /// <summary>
    /// The trial that follows when these requests go on trial in that epoch (none if the last is before the first). The
    /// requests before them were decided, and the root lived.
    /// </summary>
    public static Trial? Next(Trial? before, ulong first, ulong last, ulong epoch)
    {
        ulong oneByOne = before?.OneByOneIn(epoch) ?? 0;
        Suspect[] suspects = [.. before?.SuspectsIn(epoch).Where(s => s.Request >= first) ?? []];
        Trial next = new(first, last, epoch, oneByOne, suspects);
        return next.IsOver && oneByOne < first && suspects.Length == 0 ? null : next;
    }

    /// <summary>The trial after a request had effects: the root lived, and decided all requests up to it.</summary>
    internal Trial? Decided(ulong request) => request < Last ? this : Next(this, request + 1, request, Epoch);

    // One of those on trial may have ended the root that tried them.
    private bool MayHaveEnded(ulong epoch) => !IsOver && Epoch < epoch;

    private ulong OneByOneIn(ulong epoch) => MayHaveEnded(epoch) ? Math.Max(OneByOne, Last) : OneByOne;

    private IEnumerable<Suspect> SuspectsIn(ulong epoch)
    {
        if (!MayHaveEnded(epoch) || First != Last) return Suspects;
        int deaths = Suspects.FirstOrDefault(s => s.Request == First)?.Deaths ?? 0;
        IEnumerable<Suspect> others = Suspects.Where(s => s.Request != First).TakeLast(MostSuspects - 1);
        return others.Append(new Suspect(First, deaths + 1));
    }
}

/// <summary>A request, and how many roots ended while they decided it and no other.</summary>
[MessagePackObject]
public sealed record Suspect([property: Key(0)] ulong Request, [property: Key(1)] int Deaths);
