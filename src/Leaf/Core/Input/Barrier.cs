using IrcNats.Commands;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Reads wait until the replica is as new as the log was when they came; one question to the root serves all that wait.
/// </summary>
sealed class Barrier(Replica replica, Requests requests, NextLine next)
{
    private readonly HashSet<Session> _waiting = [];
    private ulong _done;
    private Pending? _asked;

    /// <summary>The questions begun so far.</summary>
    public ulong Started { get; private set; }

    /// <summary>
    /// A line may be answered here: after the answers to all that came before, and from a replica that is new enough.
    /// Without a root there is nothing to wait for, unless lines are held for the session: an answer would not come
    /// before them, and what comes with them would come behind it. QUIT never waits.
    /// </summary>
    public bool MayAnswer(Session session, in Received line, CommandTable.Entry? entry)
    {
        if (line.Read.Line?.Command == "QUIT") return true;
        if (replica.RootIsQuiet) return session.Held is null;
        if (session.InFlight > 0) return false;
        bool reads = entry is { Command: var row } && (row.At != At.Session || row.Reads);
        if (!reads || _done > line.Barrier || !requests.Connected) return true;
        _waiting.Add(session);
        if (_asked is null)
        {
            Started++;
            _asked = requests.Send(new Sync(), null, replica.Now);
        }

        return false;
    }

    /// <summary>The root has said how far the log is, and it is as far.</summary>
    public void Answered(Pending sync)
    {
        if (sync == _asked) Release();
    }

    /// <summary>The lines that wait go on.</summary>
    public void Release()
    {
        (_done, _asked) = (Started, null);
        Session[] waiting = [.. _waiting];
        _waiting.Clear();
        foreach (Session session in waiting) next.Try(session);
    }
}
