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
sealed class Announcer(LeafCore leaf) : Audience, IReplayWatch
{
    private Stamp _stamp;
    private Session? _origin;
    private NetworkConfig? _config;
    private int _mark;
    private readonly List<Session> _closing = [];
    private readonly Dictionary<Session, List<Delivery>> _batch = [];
    // What the event shows goes out when it is applied: not at all if it does not fit.
    private readonly List<(Session Session, Delivery Line, string? Tag)> _told = [];
    private (string Type, string[] Args)? _open;
    private Exception? _fault;

    public override Stamp Stamp => _stamp;

    public void Begin(Outcome outcome)
    {
        _origin = leaf.OriginOf(outcome);
        // Who has read ERROR is told no more.
        if (_origin is not { Stage: not Stage.Ended } session) return;
        LeafCore.HoldBehindEarlier(outcome, session);
        if (outcome.Origin!.Label is { } label) session.Response = new Response(label);
    }

    public void Before(in Stamp stamp, Event happened)
    {
        _stamp = stamp;
        if (happened is DigestMarked mark) leaf.Compare(mark);
        if (happened is ConfigChanged) _config = leaf.Network.Config;
        try
        {
            happened.Announce(leaf.Network, this);
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
        (_origin, _open, _fault) = (null, null, null);
        _told.Clear();
        _batch.Clear();
        _closing.Clear();
    }

    public void After(in Stamp stamp, Event happened)
    {
        foreach (var (session, line, tag) in _told) leaf.Deliver(session, line, tag);
        _told.Clear();
        if (_fault is { } fault) Contained(happened, fault);
        Follow(happened);
        try
        {
            Greet(happened);
            if (happened is ChannelJoined joined) TellMetadata(joined);
        }
        catch (Exception wrong)
        {
            Contained(happened, wrong);
        }

        if (_origin is not null && happened is UserRegistered or UserResumed) leaf.TellToken(_origin);
        foreach (Session session in _closing) LeafCore.CloseLink(session);
        _closing.Clear();
    }

    // Which session is whose.
    private void Follow(Event happened)
    {
        switch (happened)
        {
            case UserRegistered registered when _origin is not null:
                leaf.BecameUser(_origin, registered.User);
                break;
            case UserResumed resumed:
                leaf.Resumed(resumed.User, _origin);
                break;
            case NickChanged changed:
                leaf.Renamed(changed.User, changed.Nick);
                break;
            case UserQuit quit:
                leaf.Left(quit.User);
                break;
            case UsersSplit split:
                foreach (UserId user in split.Users) leaf.Left(user);
                break;
            case ConfigChanged:
                leaf.TellOfChanges(_config!);
                break;
        }
    }

    public void End(Outcome outcome)
    {
        Session? origin = _origin;
        _origin = null;
        leaf.OutcomeShown(outcome);
        if (origin is null) return;
        leaf.FinishResponse(origin);
        leaf.Resume(origin);
    }

    public override void User(UserId user, Announcement what)
    {
        if (leaf.Local.Find(user) is { } session) Deliver(session, Delivery(what));
    }

    public override void Channel(string channel, Announcement what, UserId? except = null, MemberModes atLeast = 0)
    {
        Folded name = leaf.Network.Fold(channel);
        var members = atLeast == 0 ? leaf.Local.Of(name) : leaf.Local.RankedOf(name);
        if (members.Count == 0) return;
        Delivery delivery = Delivery(what);
        foreach ((UserId user, Session session) in members)
        {
            if (user != except && IsAtLeast(user)) Deliver(session, delivery);
        }

        bool IsAtLeast(UserId user) =>
            atLeast <= MemberModes.Voice || leaf.Network.FindMember(channel, user)?.IsAtLeast(atLeast) == true;
    }

    public override void Neighbours(UserId user, Announcement what, bool andSelf, bool andWatchers = false)
    {
        Delivery delivery = Delivery(what);
        int mark = ++_mark;
        if (leaf.Local.Find(user) is { } self)
        {
            self.Mark = mark;
            if (andSelf) Deliver(self, delivery);
        }

        foreach (Channel channel in leaf.Network.ChannelsOf(user))
            foreach (Session session in WitnessesOf(channel, user).Values)
            {
                if (session.Mark == mark) continue;
                session.Mark = mark;
                Deliver(session, delivery);
            }

        if (andWatchers) Watchers(user, what with { Without = null }, mark);
    }

    public override void Watchers(string nick, Numeric what, string shown)
    {
        foreach (Session session in leaf.Watchers.Of(leaf.Network.Fold(nick)))
            if (session.Stage != Stage.Ended)
                leaf.Deliver(session, new Delivery(
                    what.For(session.Called, shown), stamp: null, _stamp.Time, leaf.Network.Config.ServerName));
    }

    // https://ircv3.net/specs/extensions/extended-monitor
    private void Watchers(UserId user, Announcement what, int mark)
    {
        IReadOnlyCollection<Session> watchers = leaf.Watchers.Of(leaf.Network.Fold(leaf.Network.FindUser(user)!.Nick));
        if (watchers.Count == 0) return;
        Delivery delivery = Delivery(what);
        foreach (Session session in watchers)
            if (session.Mark != mark && session.Has(Capabilities.ExtendedMonitor)) Deliver(session, delivery);
    }

    private IReadOnlyDictionary<UserId, Session> WitnessesOf(Channel channel, UserId user)
    {
        Folded name = leaf.Network.Fold(channel.Name);
        return Visibility.SightOf(channel, leaf.Network.FindMember(channel.Name, user)!.Value) switch
        {
            Sight.Everyone => leaf.Local.Of(name),
            Sight.Ranked => leaf.Local.RankedOf(name),
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
            string reference = leaf.NextBatch(session);
            if (knows) _told.Add((session, Plain(new Line(null, "BATCH", ["+" + reference, type, .. args])), null));
            foreach (Delivery line in lines) _told.Add((session, line, knows ? "batch=" + reference : null));
            if (knows) _told.Add((session, Plain(new Line(null, "BATCH", "-" + reference)), null));
        }

        _batch.Clear();
    }

    public override void Close(UserId user, string reason)
    {
        if (leaf.Local.Find(user) is not { } session) return;
        _closing.Add(session);
        leaf.SayFarewell(session);
        if (session.Stage != Stage.Ended)
            Deliver(session, Delivery(new Line(null, "ERROR", reason) { Trailing = true }));
    }

    // The newcomer is told of those who are there, and they of the newcomer.
    private void TellMetadata(ChannelJoined joined)
    {
        if (leaf.Local.Find(joined.User) is { } newcomer) MetadataSession.Joined(leaf, newcomer, joined.Channel);
        User user = leaf.Network.FindUser(joined.User)!;
        if (user.Metadata.Count == 0) return;
        Channel channel = leaf.Network.FindChannel(joined.Channel)!;
        foreach (MetadataItem item in user.Metadata)
        {
            MetadataChange change = new(item.Key, item.Value);
            Delivery delivery = Delivery(MetadataNotice.Of(user.Hostmask, user.Nick, change) with { From = user });
            foreach ((UserId id, Session session) in WitnessesOf(channel, user.Id))
                if (id != user.Id && session.IsSubscribed(item.Key)) leaf.Deliver(session, delivery);
        }
    }

    private void Greet(Event happened)
    {
        if (happened.Greets() is { } id && leaf.Local.Find(id) is { } session) Greet(happened, id, session);
        if (happened.GreetsMembersOf(leaf.Network) is not { } channel) return;
        foreach ((UserId member, Session local) in leaf.Local.Of(leaf.Network.Fold(channel)))
            Greet(happened, member, local);
    }

    private void Greet(Event happened, UserId id, Session session)
    {
        if (leaf.Network.FindUser(id) is not { } user) return;
        Caller greeted = new(user, _stamp.Time) { Capabilities = session.Capabilities };
        leaf.Greet(session, happened, greeted);
    }

    private void Deliver(Session session, Delivery delivery)
    {
        if (session.Stage == Stage.Ended || !IsFor(session, delivery) || leaf.IsTooSlowFor(session, delivery)) return;
        if (_open is null) _told.Add((session, delivery, null));
        else if (_batch.TryGetValue(session, out List<Delivery>? lines)) lines.Add(delivery);
        else _batch[session] = [delivery];
    }

    private bool IsFor(Session session, Delivery delivery)
    {
        if (delivery.IsEcho && session == _origin && !session.Has(Capabilities.EchoMessage)) return false;
        if (delivery.IsCtcp && session.Peer.Via.HasFlag(Via.Tor)) return false;
        return delivery.SubscribedKey is not { } key || session.IsSubscribed(key);
    }

    private void Contained(Event happened, Exception fault)
    {
        (_fault, _open) = (null, null);
        _batch.Clear();
        leaf.Contained($"showing {happened.GetType().Name} at {_stamp.At}", fault);
    }

    private Delivery Plain(Line line) =>
        new(new Announcement(line), stamp: null, _stamp.Time, leaf.Network.Config.ServerName);

    private Delivery Delivery(Announcement what) =>
        new(what, _stamp, _stamp.Time, leaf.Network.Config.ServerName);
}
