using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

// The log in: entries applied and shown, replies released when the log has reached what they depend on.
public sealed partial class LeafCore
{
    // Replies that wait for the log; what is dropped beyond is asked for again.
    private const int MostGated = 2 * Requests.Window;

    private bool _isSpoilt;

    /// <summary>The next entry of the log. Entries come without gaps; repairing them is the follower's work.</summary>
    public void Applied(ulong seq, Entry entry, long now)
    {
        _now = now;
        _rootSeen = now;
        if (_isSpoilt) return;
        ulong epoch = Network.Epoch;
        try
        {
            Replay.Apply(Network, seq, entry, _announcer);
        }
        catch (UnfitEventException unfit)
        {
            _isSpoilt = true;
            _announcer.Abandon();
            Spoilt?.Invoke(seq, unfit.Message);
            return;
        }

        _time.Stamped(Network.Time, now);
        LookAtAge(_age.Applied(Network));
        _requests.Epoch = Network.Epoch;
        if (Network.Epoch != epoch) _requests.Resend(now);
        ReleaseGated();
    }

    /// <summary>An entry that cannot be read; every replica passes over it.</summary>
    public void Skipped(ulong seq, long now)
    {
        _now = now;
        if (_isSpoilt) return;
        Network.Skip(seq);
        ReleaseGated();
    }

    /// <summary>The root's answer to a request of ours, perhaps before the log brings what it depends on.</summary>
    public void Answered(Reply reply, long now)
    {
        _now = now;
        if (reply.Incarnation != Incarnation || reply.Epoch < Network.Epoch) return;
        if (_requests.Find(reply.Request) is not { } pending) return;
        _rootSeen = now;
        Heard(pending, reply.After);
        if (reply.Kind == ReplyKind.Resend) _requests.Resend(now);
        else if (reply.After <= Network.Seq) Release(reply);
        else if (_gated.Count < MostGated) _gated.Enqueue(reply, (reply.After, reply.Request));
    }

    private void ReleaseGated()
    {
        while (_gated.TryPeek(out Reply? reply, out _) && reply.After <= Network.Seq)
        {
            _gated.Dequeue();
            Release(reply);
        }
    }

    // A reply is good only in its own epoch, and there only up to an entry that is not its root's: what a root decides
    // behind that never comes to be. The next one is asked again.
    private void Release(Reply reply)
    {
        if (reply.Epoch != Network.Epoch || reply.After >= Network.InterruptedAt) return;
        if (_requests.Complete(reply.Request) is not { } pending) return;
        Completed(pending, reply.Lines);
        WakeStarved();
    }

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
            case SessionOpened when pending.Session is { } session:
                if (session.Stage == Stage.Opening) Refused(session, lines);
                else TellAll(session, lines);
                break;
            case SessionClosed when pending.Session is { } session:
                Part(session);
                break;
            case ClientLine or ClientBatch when pending.Session is { } session:
                session.InFlight--;
                if (session.Stage != Stage.Ended) Show(session, pending.Number, pending.Ask.AnswerLabel, lines);
                break;
        }
    }

    private void TellAll(Session session, IReadOnlyList<string> lines)
    {
        if (session.Stage == Stage.Ended) return;
        foreach (string line in lines) Tell(session, Read(line));
    }

    private void Show(Session session, ulong request, string? label, IReadOnlyList<string> lines)
    {
        List<(ulong, ReadOnlyMemory<byte>)>? held = session.Held;
        bool inTurn = held is null && !WaitsForEarlier(session, request);
        if (!inTurn) session.Held = [];
        if (label is not null) session.Response ??= new Response(label);
        Line[] replies = [.. lines.Select(Read)];
        if (inTurn) TellOrQueue(session, Decision.Reply(replies));
        else Tell(session, replies);
        FinishResponse(session);
        if (!inTurn) Release(session, request, session.Held ?? [], held ?? []);
        Advance(session);
    }

    // The log may bring what a line came to before the reply to an earlier line is here: that one is answered first.
    internal static void HoldBehindEarlier(Outcome outcome, Session session)
    {
        if (outcome.Origin is not { } origin || !WaitsForEarlier(session, origin.Request)) return;
        session.Held ??= [];
        session.HeldUpTo = origin.Request;
    }

    // The answer takes its place among what is held, and what has nothing before it any more goes out.
    private void Release(
        Session session, ulong request, List<(ulong Request, ReadOnlyMemory<byte> Bytes)> answer,
        List<(ulong Request, ReadOnlyMemory<byte> Bytes)> held)
    {
        int later = held.FindIndex(h => h.Request > request);
        held.InsertRange(later < 0 ? held.Count : later, answer.Select(a => (request, a.Bytes)));
        ulong waitsFor = FirstAsked(session) ?? ulong.MaxValue;
        int ready = held.FindIndex(h => h.Request > waitsFor);
        if (ready < 0) ready = held.Count;
        session.Held = null;
        foreach ((_, ReadOnlyMemory<byte> bytes) in held.Take(ready)) Write(session, bytes);
        held.RemoveRange(0, ready);
        GiveTurn(session);
        if (held.Count == 0) return;
        (session.Held, session.HeldUpTo) = (held, held[^1].Request);
    }

    // What waits for the answer to something earlier waits no longer: that answer will be of another log.
    private void ShowHeld(Session session)
    {
        if (session.Held is not { } held) return;
        session.Held = null;
        foreach ((_, ReadOnlyMemory<byte> bytes) in held) Write(session, bytes);
        GiveTurn(session);
    }

    private static bool WaitsForEarlier(Session session, ulong request) => FirstAsked(session) < request;

    // The oldest line of the session that has no answer.
    private static ulong? FirstAsked(Session session)
    {
        while (session.Asked.TryPeek(out Pending? first) && first.Done) session.Asked.Dequeue();
        return session.Asked.TryPeek(out Pending? waits) ? waits.Number : null;
    }

    private void WakeStarved()
    {
        while (!_requests.IsFull && _starved.TryDequeue(out Session? session))
        {
            session.Starved = false;
            Advance(session);
        }
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
        Heard(pending, Network.Seq);
        Completed(pending, outcome.Replies);
        WakeStarved();
    }

    internal void BecameUser(Session session, User user)
    {
        session.User = user.Id;
        session.Called = user.Nick;
        session.Metadata = [];
        _local.Add(user.Id, session);
        if (session.Stage == Stage.Opening) session.Stage = Stage.Registered;
    }

    /// <summary>The user has another connection from now on: perhaps one of ours, instead of one of ours.</summary>
    internal void Resumed(UserId id, Session? session)
    {
        User user = Network.FindUser(id)!;
        foreach (Channel channel in Network.ChannelsOf(id)) _local.Left(Network.Fold(channel.Name), id);
        Left(id);
        if (session is null) return;
        BecameMember(session, user);
    }

    // The network's own telling of who is in channels came before, or not at all.
    private void BecameMember(Session session, User user)
    {
        BecameUser(session, user);
        foreach (Channel channel in Network.ChannelsOf(user.Id))
        {
            Folded name = Network.Fold(channel.Name);
            _local.Joined(name, user.Id);
            _local.Ranked(name, user.Id, Network.FindMember(channel.Name, user.Id)!.Value.Modes != MemberModes.None);
        }
    }

    /// <summary>The token that brings the user back goes last, behind the welcome.</summary>
    internal void TellToken(Session session)
    {
        if (session.Token is { } token) Tell(session, new Line(null, "RESUME", "TOKEN", token));
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
        session.Proof?.Wanted.End();
        session.Proof = null;
    }

    internal LocalMembers Local => _local;

    internal Watchers Watchers => _watchers;

    internal void Resume(Session session) => Advance(session);
}
