using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// The table of this leaf's sessions, and their one life cycle: registering, opening, registered, leaving, gone. Only
/// this class changes a session's stage, and <see cref="End"/> is the only way to the last two.
/// </summary>
sealed class Sessions(
    LeafProcess self, Replica replica, Output output, Requests requests, Proofs proofs, Origins origins,
    Watchers watchers, DueTimes due)
{
    private readonly Dictionary<ulong, Session> _all = [];
    private readonly HashSet<Session> _leaving = [];
    private ulong _last;

    /// <summary>Sessions whose connections are not gone yet.</summary>
    public int Count => _all.Count;

    public IEnumerable<Session> All => _all.Values;

    public IEnumerable<Session> Live => _all.Values.Where(s => s.IsLive);

    public IEnumerable<Session> Registered => _all.Values.Where(s => s.Stage == Stage.Registered);

    public Session? Find(ulong number) => _all.GetValueOrDefault(number);

    /// <summary>What the network calls the session.</summary>
    public SessionId IdOf(Session session) => self.IdOf(session);

    /// <summary>The session that asked for an outcome, when it is one of ours and still there.</summary>
    public Session? OriginOf(Outcome outcome) => self.OwnOrigin(outcome) is { } origin ? Find(origin.Session) : null;

    public Session Add(ILink link, Peer peer)
    {
        Session session = new(++_last, link, peer, replica.Now);
        _all.Add(session.Number, session);
        due.Plan(session);
        return session;
    }

    /// <summary>The root is asked to make it a user.</summary>
    public void Open(Session session) => Become(session, Stage.Opening);

    /// <summary>The root would not.</summary>
    public void Reopen(Session session) => Become(session, Stage.Registering);

    /// <summary>It is a user now, if it was about to be one.</summary>
    public void Register(Session session)
    {
        if (session.Stage == Stage.Opening) Become(session, Stage.Registered);
    }

    /// <summary>
    /// Ends a session, in the way that the ending says. A session ends once. But its connection may get lost at any
    /// time, and a session that waits for the root (QUIT) is let go when the root has answered.
    /// </summary>
    public void End(Session session, Ending how)
    {
        if (session.IsLive) Stop(session, how);
        else if (session.Stage == Stage.Leaving && how == Ending.KnownToNetwork) LetGo(session);
        if (how.Connection == Closing.IsGone) Forget(session);
    }

    /// <summary>No root is heard of: sessions that wait for it are let go.</summary>
    public void EndLeaving()
    {
        foreach (Session session in _leaving.ToArray()) End(session, Ending.KnownToNetwork);
    }

    /// <summary>Tells the root that a session has ended.</summary>
    /// <param name="shown">How far it was shown what was said; null: it has named no device.</param>
    public void TellRoot(ulong number, string reason, bool isSentAway, Session? session, Shown? shown = null)
    {
        SessionSentAway sentAway = new(number) { Shown = shown };
        Ask ask = isSentAway && !replica.IsTooNew(sentAway)
            ? sentAway
            : new SessionClosed(number, reason) { Shown = shown };
        requests.Send(ask, session, replica.Now);
    }

    private void Become(Session session, Stage stage)
    {
        session.Stage = stage;
        due.Plan(session);
    }

    private void Stop(Session session, Ending how)
    {
        Stage was = session.Stage;
        bool isWaiting = how.Connection == Closing.WhenRootKnows && HearsFromRoot(session);
        if (how.Root == ToRoot.SentAway) session.Link.GoingAway();
        if (isWaiting) WaitForRoot(session, how);
        else SayLast(session, how);
        session.Stage = isWaiting ? Stage.Leaving : Stage.Gone;
        session.Backlog.Clear();
        session.Answers.Clear();
        session.Reading = null;
        proofs.Abandon(session);
        due.Remove(session);
        // The root knows nothing of sessions that are still registering.
        if (how.Root != ToRoot.Nothing && was is Stage.Opening or Stage.Registered)
            TellRoot(session.Number, how.Reason, how.Root == ToRoot.SentAway && was == Stage.Registered, session,
                session.Device is null ? null : how.IsInOrder ? replica.Shown : session.ShownWhenHeard);
        if (!isWaiting && how.Connection != Closing.IsGone) Output.CloseLink(session);
    }

    // The root knows of the session, and will say when it has ended.
    private bool HearsFromRoot(Session session) =>
        session.Stage == Stage.Registered && !replica.RootIsQuiet && requests.Connected;

    private void SayLast(Session session, Ending how)
    {
        if (how.LastFor(session) is not { } last) return;
        output.Tell(session, last);
        output.FinishAnswer(session);
    }

    private void WaitForRoot(Session session, Ending how)
    {
        session.Farewell = (how, session.Response);
        session.Response = null;
        _leaving.Add(session);
    }

    private void LetGo(Session session)
    {
        _leaving.Remove(session);
        (Ending how, session.Response) = session.Farewell!.Value;
        SayLast(session, how);
        session.Stage = Stage.Gone;
        Output.CloseLink(session);
    }

    private void Forget(Session session)
    {
        if (!_all.Remove(session.Number)) return;
        session.Stage = Stage.Gone;
        _leaving.Remove(session);
        watchers.Clear(session);
        origins.Uncount(session);
    }
}
