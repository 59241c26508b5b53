using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Shows each event of the log to this leaf's sessions: resolves an event's audience, marks the echo, and puts the
/// answer to a labelled command together.
/// </summary>
sealed class Announcer(
    Replica replica, Output output, Sessions sessions, Users users, Watchers watchers, Typing typing,
    LongAnswers longAnswers, MetadataSession metadata, Recording recording, JoinNews joinNews, ErasureNews erasureNews,
    ConfigNews configNews, Ages ages, Replies replies, NextLine next, Alarms alarms) : Audience, IReplayWatch
{
    private Stamp _stamp;
    private Session? _origin;
    private NetworkConfig? _config;
    private int _mark;
    private readonly Dictionary<Session, List<Delivery>> _batch = [];
    // Sessions of users who leave together: only what is for one of them alone is shown there.
    private readonly HashSet<Session> _leaving = [];
    // Lines of the event. They go out when it is applied, and not at all if it does not fit.
    private readonly List<(Session Session, Delivery Line, string? Tag)> _told = [];
    private (string Type, string[] Args)? _open;
    private Exception? _fault;

    public override Stamp Stamp => _stamp;

    public void Begin(Outcome outcome)
    {
        _origin = sessions.OriginOf(outcome);
        // A session that has read ERROR is told no more.
        if (_origin is not { IsLive: true } session) return;
        AnswerOrder.HoldBehindEarlier(session, outcome.Origin!.Request);
        if (outcome.Origin.Label is { } label) session.Response = new Response(label);
    }

    public void Before(in Stamp stamp, Event happened)
    {
        _stamp = stamp;
        _leaving.Clear();
        if (happened is DigestMarked mark) ages.Compare(mark);
        if (happened is ConfigChanged) _config = replica.Config;
        try
        {
            happened.Announce(replica.Network, this);
            ServerNotices.Announce(replica.Network, happened, this);
            recording.Before(stamp, happened);
        }
        catch (Exception fault)
        {
            // Perhaps it does not fit; if it does, showing it is our own fault, and no reason for every leaf to end.
            _fault = fault;
        }
    }

    /// <summary>The event was not applied: nothing of it is shown, nor of its outcome.</summary>
    public void Abandon()
    {
        if (_origin is not null) _origin.Response = null;
        recording.Abandon();
        (_origin, _open, _fault) = (null, null, null);
        _told.Clear();
        _batch.Clear();
    }

    public void After(in Stamp stamp, Event happened)
    {
        foreach (var (session, line, tag) in _told) output.Deliver(session, line, tag);
        _told.Clear();
        recording.After(happened);
        erasureNews.After(stamp, happened, _origin);
        if (_fault is { } fault) Contained(happened, fault);
        users.Follow(happened, _origin);
        if (happened is ConfigChanged) configNews.Tell(_config!);
        try
        {
            Greet(happened);
            if (happened is ChannelJoined joined) TellMetadata(joined);
        }
        catch (Exception wrong)
        {
            Contained(happened, wrong);
        }

        if (_origin is not null && happened is UserRegistered or UserResumed) users.TellToken(_origin);
    }

    public void End(Outcome outcome)
    {
        Session? origin = _origin;
        _origin = null;
        replies.OutcomeShown(outcome);
        if (origin is null) return;
        output.FinishAnswer(origin);
        next.Try(origin);
    }

    public override void User(UserId user, Announcement what)
    {
        if (replica.Local.Find(user) is { } session) DeliverAll(session, Delivery(what));
    }

    public override void Leave(IReadOnlyList<UserId> users)
    {
        foreach (UserId user in users)
            if (replica.Local.Find(user) is { } session) _leaving.Add(session);
    }

    public override void Channel(string channel, Announcement what, UserId? except = null, MemberModes atLeast = 0)
    {
        Folded name = replica.Network.Fold(channel);
        var members = atLeast == 0 ? replica.Local.Of(name) : replica.Local.RankedOf(name);
        if (members.Count == 0) return;
        Delivery delivery = Delivery(what);
        foreach ((UserId user, Session session) in members)
        {
            if (user != except && IsAtLeast(user) && !_leaving.Contains(session)) DeliverAll(session, delivery);
        }

        bool IsAtLeast(UserId user) =>
            atLeast <= MemberModes.Voice || replica.Network.FindMember(channel, user)?.IsAtLeast(atLeast) == true;
    }

    public override void Neighbours(UserId user, Announcement what, bool andSelf, bool andWatchers = false)
    {
        Delivery delivery = Delivery(what);
        int mark = ++_mark;
        if (replica.Local.Find(user) is { } self)
        {
            self.Mark = mark;
            if (andSelf) DeliverAll(self, delivery);
        }

        foreach (Channel channel in replica.Network.ChannelsOf(user))
            foreach (Session session in WitnessesOf(channel, user).Values)
            {
                if (session.Mark == mark || _leaving.Contains(session)) continue;
                session.Mark = mark;
                DeliverAll(session, delivery);
            }

        if (andWatchers) Watchers(user, what with { Without = null }, mark);
    }

    public override void Watchers(string nick, Numeric what, string shown)
    {
        foreach (Session session in watchers.Of(replica.Network.Fold(nick)))
            if (session.IsLive)
                output.Deliver(session, new Delivery(
                    what.For(session.Called, shown), stamp: null, _stamp.Time, replica.Config.ServerName));
    }

    // https://ircv3.net/specs/extensions/extended-monitor
    private void Watchers(UserId user, Announcement what, int mark)
    {
        IReadOnlyCollection<Session> watching =
            watchers.Of(replica.Network.Fold(replica.Network.FindUser(user)!.Nick));
        if (watching.Count == 0) return;
        Delivery delivery = Delivery(what);
        foreach (Session session in watching)
            if (session.Has(Capabilities.ExtendedMonitor) && !IsMarked(session, mark)) Deliver(session, delivery);
    }

    // The mark is on the session by which its user is in the tables.
    private bool IsMarked(Session session, int mark) =>
        session.Mark == mark || replica.Local.Find(session.User)?.Mark == mark;

    private IReadOnlyDictionary<UserId, Session> WitnessesOf(Channel channel, UserId user)
    {
        Folded name = replica.Network.Fold(channel.Name);
        return Visibility.SightOf(channel, replica.Network.FindMember(channel.Name, user)!.Value) switch
        {
            Sight.Everyone => replica.Local.Of(name),
            Sight.Ranked => replica.Local.RankedOf(name),
            _ => LocalMembers.Nobody,
        };
    }

    public override void BeginBatch(string type, params string[] args) => _open = (type, args);

    // https://ircv3.net/specs/extensions/batch
    public override void EndBatch()
    {
        (string type, string[] args) = _open!.Value;
        _open = null;
        foreach (var (session, lines) in _batch)
        {
            bool knows = session.Has(Capabilities.Batch);
            string reference = output.NextBatch(session);
            if (knows) _told.Add((session, Plain(new Line(null, "BATCH", ["+" + reference, type, .. args])), null));
            foreach (Delivery line in lines) _told.Add((session, line, knows ? "batch=" + reference : null));
            if (knows) _told.Add((session, Plain(new Line(null, "BATCH", "-" + reference)), null));
        }

        _batch.Clear();
    }

    public override void Close(UserId user, string reason)
    {
        if (replica.Local.Find(user) is { } session) DeliverAll(session, Delivery(Error(reason)));
    }

    public override void Close(UserId user, SessionId session, string reason)
    {
        for (Session? one = replica.Local.Find(user); one is not null; one = one.NextOfUser)
            if (sessions.IdOf(one) == session) Deliver(one, Delivery(Error(reason)));
    }

    private static Line Error(string reason) => new(null, "ERROR", reason) { Trailing = true };

    // The newcomer is told the metadata of the members, and the members that of the newcomer.
    private void TellMetadata(ChannelJoined joined)
    {
        for (Session? one = replica.Local.Find(joined.User); one is not null; one = one.NextOfUser)
            metadata.Joined(one, joined.Channel);
        User user = replica.Network.FindUser(joined.User)!;
        if (user.Metadata.Count == 0) return;
        Channel channel = replica.Network.FindChannel(joined.Channel)!;
        foreach (MetadataItem item in user.Metadata)
        {
            MetadataChange change = new(item.Key, item.Value);
            Delivery delivery = Delivery(MetadataNotice.Of(user.Hostmask, user.Nick, change) with { From = user });
            foreach ((UserId id, Session session) in WitnessesOf(channel, user.Id))
                for (Session? one = id == user.Id ? null : session; one is not null; one = one.NextOfUser)
                    if (one.IsSubscribed(item.Key)) output.Deliver(one, delivery);
        }
    }

    private void Greet(Event happened)
    {
        if (happened is UserLoggedIn { Session: not null } named && _origin is { IsLive: true } client)
            client.Names(named.Device, replica.Shown);
        if (happened is UserRegistered or UserResumed or SessionAttached)
        {
            if (_origin is { IsLive: true } newcomer) Greet(happened, newcomer.User, newcomer);
        }
        else if (happened.Greets() is { } id) GreetAll(happened, id, replica.Local.Find(id));

        if (happened.GreetsMembersOf(replica.Network) is not { } channel) return;
        foreach ((UserId member, Session local) in replica.Local.Of(replica.Network.Fold(channel)))
            GreetAll(happened, member, local);
    }

    private void GreetAll(Event happened, UserId id, Session? session)
    {
        for (; session is not null; session = session.NextOfUser) Greet(happened, id, session);
    }

    private void Greet(Event happened, UserId id, Session session)
    {
        if (replica.Network.FindUser(id) is not { } user) return;
        Caller greeted = new(user, _stamp.Time) { Capabilities = session.Capabilities };
        joinNews.TellFirst(session, happened);
        longAnswers.Greet(session, happened, greeted);
        joinNews.TellLast(session, happened, _stamp);
    }

    // To all sessions of a user: almost always one.
    private void DeliverAll(Session session, Delivery delivery)
    {
        for (Session? one = session; one is not null; one = one.NextOfUser) Deliver(one, delivery);
    }

    private void Deliver(Session session, Delivery delivery)
    {
        if (!session.IsLive || !IsFor(session, delivery) || typing.IsTooSlowFor(session, delivery)) return;
        if (_open is null) _told.Add((session, delivery, null));
        else if (_batch.TryGetValue(session, out List<Delivery>? lines)) lines.Add(delivery);
        else _batch[session] = [delivery];
    }

    private bool IsFor(Session session, Delivery delivery)
    {
        if (delivery.IsEcho && !IsForSender(session, delivery)) return false;
        if (delivery.IsCtcp && session.Peer.Via.HasFlag(Via.Tor)) return false;
        return delivery.SubscribedKey is not { } key || session.IsSubscribed(key);
    }

    private bool IsForSender(Session session, Delivery delivery) => session.Has(Capabilities.EchoMessage)
        || (session != _origin && (!delivery.IsToOther || session.Has(Capabilities.SelfMessage)));

    private void Contained(Event happened, Exception fault)
    {
        (_fault, _open) = (null, null);
        _batch.Clear();
        alarms.Contained($"showing {happened.GetType().Name} at {_stamp.At}", fault);
    }

    private Delivery Plain(Line line) =>
        new(new Announcement(line), stamp: null, _stamp.Time, replica.Config.ServerName);

    private Delivery Delivery(Announcement what) =>
        new(what, _stamp, _stamp.Time, replica.Config.ServerName);
}
