using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

// Who leaves by QUIT reads ERROR when the root knows it: from then on their nick is free on every leaf.
public sealed partial class LeafCore
{
    private readonly HashSet<Session> _leaving = [];

    /// <summary>
    /// A user leaves by QUIT: when they read that they left, the root knows it, and their nick is free on every leaf.
    /// </summary>
    internal void Leave(Session session, string reason)
    {
        if (session.Stage != Stage.Registered || RootIsQuiet || !_requests.Connected)
        {
            Drop(session, reason);
            return;
        }

        session.Farewell = (reason, session.Response);
        session.Response = null;
        _leaving.Add(session);
        End(session, reason);
    }

    /// <summary>The last line of who left by QUIT; nothing for others.</summary>
    internal void SayFarewell(Session session)
    {
        if (session.Farewell is not var (reason, response)) return;
        _leaving.Remove(session);
        session.Farewell = null;
        session.Response = response;
        Tell(session, new Line(null, "ERROR", reason) { Trailing = true });
        FinishResponse(session);
    }

    private void WaitNoLonger()
    {
        ReleaseBarrier();
        foreach (Session session in _leaving.ToArray()) Part(session);
    }

    private void Part(Session session)
    {
        if (session.Farewell is null) return;
        SayFarewell(session);
        CloseLink(session);
    }
}
