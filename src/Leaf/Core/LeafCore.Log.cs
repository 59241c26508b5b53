using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

// The log in: entries applied and shown, replies released when the log has reached what they depend on.
public sealed partial class LeafCore
{
    /// <summary>The next entry of the log. Entries come without gaps; repairing them is the follower's work.</summary>
    public void Applied(ulong seq, Entry entry, long now)
    {
        _now = now;
        _rootSeen = now;
        ulong epoch = Network.Epoch;
        Replay.Apply(Network, seq, entry, _announcer);
        if (Network.Epoch != epoch) _requests.Resend(now);
        ReleaseGated();
    }

    /// <summary>
    /// An entry that cannot be read; every replica passes over it. No root wrote it, so what the root says of this
    /// sequence and those behind it does not come to be: it is asked again.
    /// </summary>
    public void Skipped(ulong seq, long now)
    {
        _now = now;
        Network.Skip(seq);
        _gated.Clear();
    }

    /// <summary>
    /// The replica was too far behind and begins again from a snapshot. Sessions whose user is no longer there are
    /// closed; the others missed what happened between, and are told so.
    /// </summary>
    public void Reloaded(NetworkSnapshot saved, long now)
    {
        _now = now;
        _local.Clear();
        Network found = Network.Load(saved);
        foreach (Session session in _sessions.Values.Where(s => s.Stage == Stage.Registered))
            if (found.FindUser(IdOf(session)) is { } user) _local.Add(user.Id, session);
        Network = Network.Load(saved, _local);
        foreach (Session session in _sessions.Values.ToArray()) Rejoin(session);
        ReleaseGated();
    }

    /// <summary>The root's answer to a request of ours, perhaps before the log brings what it depends on.</summary>
    public void Answered(Reply reply, long now)
    {
        _now = now;
        if (reply.Incarnation != Incarnation || reply.Epoch < Network.Epoch || !_requests.Waits(reply.Request)) return;
        _rootSeen = now;
        if (reply.Kind == ReplyKind.Resend) _requests.Resend(now);
        else if (reply.After > Network.Seq) _gated.Enqueue(reply, reply.After);
        else Release(reply);
    }

    private void ReleaseGated()
    {
        while (_gated.TryPeek(out Reply? reply, out ulong after) && after <= Network.Seq)
        {
            _gated.Dequeue();
            Release(reply);
        }
    }

    // A reply is good only in its own epoch: a root that was replaced meanwhile decided on what never came to be. And
    // what is said to be in the log must be there: somebody else's entry may stand in its place.
    private void Release(Reply reply)
    {
        if (reply.Epoch != Network.Epoch || (reply.Kind == ReplyKind.InLog && !HadEffects(reply.Request))) return;
        if (_requests.Complete(reply.Request) is not { } pending) return;
        Completed(pending, reply.Lines);
        WakeStarved();
    }

    private bool HadEffects(ulong request) =>
        Network.FindLeaf(_leaf) is { } known && known.Incarnation == Incarnation && known.Find(request) is not null;

    // What the request came to is shown: in the log's entry, or by these lines alone.
    private void Completed(Pending pending, IReadOnlyList<string> lines)
    {
        switch (pending.Ask)
        {
            case LeafUp:
                IsUp = true;
                break;
            case Sync when pending == _barrier.Asked:
                ReleaseBarrier();
                break;
            case SessionOpened when pending.Session is { Stage: Stage.Opening } session:
                Refused(session, lines);
                break;
            case ClientLine ask when pending.Session is { } session:
                session.InFlight--;
                if (session.Stage == Stage.Ended) break;
                if (ask.Label is not null) session.Response ??= new Response(ask.Label);
                foreach (string line in lines) Tell(session, Read(line));
                FinishResponse(session);
                Advance(session);
                break;
        }
    }

    private void WakeStarved()
    {
        while (!_requests.IsFull && _starved.TryDequeue(out Session? session))
        {
            session.Starved = false;
            Advance(session);
        }
    }

    private void Rejoin(Session session)
    {
        if (session.Stage != Stage.Registered) return;
        const string Gap = "Some of what happened was not shown to you";
        if (Network.FindUser(IdOf(session)) is null) Drop(session, "Your session is no longer known");
        else Tell(session, new Line(null, "NOTICE", session.Called, Gap) { Trailing = true });
    }

    private SessionId IdOf(Session session) => new(_leaf, Incarnation, session.Number);

    // The asking session of an outcome, when it is one of ours and still there.
    internal Session? OriginOf(Outcome outcome) =>
        outcome.Origin is { } origin && origin.Leaf == _leaf && origin.Incarnation == Incarnation
            ? _sessions.GetValueOrDefault(origin.Session)
            : null;

    internal void OutcomeShown(Outcome outcome)
    {
        if (outcome.Origin is not { } origin || origin.Leaf != _leaf || origin.Incarnation != Incarnation) return;
        if (_requests.Complete(origin.Request) is not { } pending) return;
        Completed(pending, outcome.Replies);
        WakeStarved();
    }

    internal void BecameUser(Session session, User user)
    {
        session.User = user.Id;
        session.Called = user.Nick;
        _local.Add(user.Id, session);
        if (session.Stage == Stage.Opening) session.Stage = Stage.Registered;
    }

    internal void Renamed(UserId user, string nick)
    {
        if (_local.Find(user) is { } session) session.Called = nick;
    }

    internal void Left(UserId user)
    {
        if (_local.Find(user) is not { } session) return;
        _local.Remove(user);
        session.Stage = Stage.Ended;
        session.Backlog.Clear();
    }

    internal LocalMembers Local => _local;

    internal void Resume(Session session) => Advance(session);
}
