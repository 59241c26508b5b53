using IrcNats.History;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>The older part of a page, which this leaf does not have in memory.</summary>
/// <param name="ArchivedUpTo">The archive has everything up to there; null: it need not have anything.</param>
/// <param name="Newest">The newest message of this part, where the log has it; null: the log has none. What was said
/// before it is found from one to the next.</param>
public sealed record OlderPart(HistoryQuery Query, Mark? ArchivedUpTo, Position? Newest);

/// <summary>What a session wants to read of the archive, and of the log where that is ahead. One of its kind is not
/// another's, whatever is in it.</summary>
/// <param name="shows">Whether the session is shown such a message; called from any thread.</param>
public sealed class HistoryWanted(
    ulong session, IReadOnlyList<OlderPart> parts, Func<KeptMessage, bool> shows)
{
    public ulong Session => session;
    public IReadOnlyList<OlderPart> Parts => parts;

    /// <summary>Not pages but what an account said, from that place of the archive on; null: pages.</summary>
    public (string Account, string? From)? Export { get; init; }

    /// <summary>Not pages but which histories were active; null: pages.</summary>
    public HistoryActivityQuery? Activity { get; init; }

    public bool Shows(KeptMessage message) => shows(message);
}

/// <summary>What was found: a page for each part, in their order.</summary>
public sealed record HistoryFound(IReadOnlyList<HistoryPage> Pages)
{
    /// <summary>What was wanted for an export; null: nothing was.</summary>
    public HistoryScan? Scan { get; init; }

    /// <summary>Which histories were active, when that was wanted.</summary>
    public IReadOnlyList<HistoryActivity> Active { get; init; } = [];
}
