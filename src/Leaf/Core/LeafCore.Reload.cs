using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

// The replica begins again, under sessions that are live.
public sealed partial class LeafCore
{
    /// <summary>
    /// The replica is what this says now. When the log went back, what the clients know is what counts: who is no user
    /// any more becomes one again, in the same channels. Otherwise the log counts: they are told what they missed, and
    /// whom the network ended meanwhile is disconnected.
    /// </summary>
    public void Reloaded(NetworkSnapshot saved, long now, ReloadReason why = ReloadReason.Behind)
    {
        _now = now;
        _time.Stamped(saved.Time, now);
        Network before = Network;
        bool mayComeBack = why == ReloadReason.WentBack || MayHaveLostUsers(saved);
        if (why == ReloadReason.Wrong && !_isSpoilt) Mended?.Invoke(NetworkDifference.Between(before.Save(), saved));
        Dictionary<SessionId, UserId> users = saved.Users.ToDictionary(row => row.User.Session, row => row.User.Id);
        var registered = _sessions.Values.Where(s => s.Stage == Stage.Registered)
            .Select(s => (Session: s, Channels: ChannelsOf(before, s))).ToArray();
        Session[] welcome =
            [.. _sessions.Values.Where(s => s.Stage == Stage.Opening && users.ContainsKey(IdOf(s)))];
        Replace(saved, registered.Select(r => r.Session), users);
        if (why == ReloadReason.WentBack) TellAgain();
        Missed missed = new(before, _isSpoilt || Network.Seq > before.Seq, new(before, Network, DeliveryOf));
        _isSpoilt = false;
        foreach (var (session, channels) in registered)
        {
            if (!users.ContainsKey(IdOf(session))) ComeBackOrEnd(session, channels, before, why, mayComeBack);
            else if (why == ReloadReason.WentBack) Restore(session, channels);
            else Inform(session, channels, missed);
        }

        TellOfChanges(before.Config);
        foreach (Session session in welcome) Welcome(session, before);
        TellWatchers(before);
        Recall(mayComeBack);
        ReleaseGated();
    }

    private void Replace(
        NetworkSnapshot saved, IEnumerable<Session> sessions, Dictionary<SessionId, UserId> users)
    {
        _local.Clear();
        foreach (Session session in sessions)
            if (users.TryGetValue(IdOf(session), out UserId user)) _local.Add(session.User = user, session);
        Network = Network.Load(saved, _local);
        LookAtAge(_age.Applied(Network));
        _requests.Epoch = Network.Epoch;
    }

    // What the log no longer knows of this process: that it began, and which of its sessions have ended since. What
    // clients were about to be told of the log as it was, they are told now.
    private void TellAgain()
    {
        foreach (Session session in _sessions.Values) ShowHeld(session);
        if (IsUp && Network.FindLeaf(_leaf)?.Incarnation != Incarnation) _requests.Send(new LeafUp(), null, _now);
        foreach (SessionId id in Network.Users.Where(u => u.SentAwayAt is null).Select(u => u.Session))
            if (id.Leaf == _leaf && id.Incarnation == Incarnation
                && _sessions.GetValueOrDefault(id.Number) is not { Stage: not Stage.Ended })
                _requests.Send(Ending(id.Number, "Connection closed", _isLeaving), null, _now);
    }

    // It became a user in what was not shown here, or has resumed one.
    private void Welcome(Session session, Network before)
    {
        User user = Network.FindUser(IdOf(session))!;
        BecameMember(session, user);
        Caller greeted = new(user, Time) { Capabilities = session.Capabilities };
        if (session.Resumes is not null && before.FindUser(user.Id) is not null)
            Greet(session, new UserResumed(user.Id, user.Session, user.Resume, user.Address), greeted);
        else
        {
            Greet(session, new UserRegistered(user), greeted);
            foreach (string channel in ChannelsOf(Network, session)) ShowJoined(session, user, channel);
        }

        TellToken(session);
    }

    private void ShowJoined(Session session, User user, string channel)
    {
        Caller greeted = new(user, Time) { Capabilities = session.Capabilities };
        Deliver(session, DeliveryOf(JoinLine.Of(user, channel)));
        Greet(session, new ChannelJoined(channel, user.Id, MemberModes.None), greeted);
        MetadataSession.Joined(this, session, channel);
    }

    // Who came and went meanwhile.
    private void TellWatchers(Network before)
    {
        foreach (Folded nick in _watchers.Nicks)
        {
            User? was = before.FindUser(nick.ToString()), now = Network.FindUser(nick.ToString());
            if (was is null == now is null) continue;
            foreach (Session session in _watchers.Of(nick))
                foreach (Line line in PresenceLines.Of(Network, session.Called, [session.Monitored![nick]]))
                    Tell(session, line);
        }
    }

    private static string[] ChannelsOf(Network net, Session session) =>
        [.. net.ChannelsOf(session.User).Select(c => c.Name)];

    private void ComeBack(Session session, string[] channels, User? user)
    {
        session.Metadata = user?.Metadata ?? [];
        session.Stage = Stage.Opening;
        session.Nick = session.Called;
        session.Resumes = null;
        (session.Tickets, session.RefusedTickets, session.Returning) = ([], 0, channels);
        OpenProven(session);
    }

    // What became of the user since is gone from the log, but not from the client's windows.
    private void Restore(Session session, string[] channels)
    {
        User user = Network.FindUser(session.User)!;
        string[] now = ChannelsOf(Network, session);
        if (user.Nick != session.Called) Ask(session, new Line(null, "NICK", session.Called));
        session.Called = user.Nick;
        foreach (string channel in Without(channels, now)) Ask(session, new Line(null, "JOIN", channel));
        foreach (string channel in Without(now, channels)) Ask(session, new Line(null, "PART", channel));
    }

    // JOIN and topic, with what goes around them.
    private const int LikelyBytesOfJoin = 1024;

    // The replica as it was, whether anything was passed over, and how the channels differ.
    private sealed record Missed(Network Before, bool Anything, MissedChanges Changes);

    private void Inform(Session session, string[] channels, Missed missed)
    {
        User user = Network.FindUser(session.User)!, was = missed.Before.FindUser(session.User) ?? user;
        string[] now = ChannelsOf(Network, session), left = [.. Without(channels, now)];
        string[] kept = [.. Without(channels, left)];
        if (missed.Anything)
            Tell(session, new Line(null, "NOTICE", session.Called, MissedChanges.Reason) { Trailing = true });
        Delivery[] departures = [.. missed.Changes.Departures(user.Id, kept)];
        Delivery[] arrivals = [.. missed.Changes.Arrivals(user.Id, kept)];
        string[] entered = [.. Without(now, channels)];
        bool isTooMuch = BytesOf(session, [.. departures, .. arrivals]) + LikelyBytesOfJoin * entered.Length
            > Network.Config.Session.MaxSendq / 2;
        if (!isTooMuch) DeliverAll(session, departures);
        if (user.Nick != session.Called)
            Deliver(session, DeliveryOf(UserChanges.Nick(was with { Nick = session.Called }, user)));
        session.Called = user.Nick;
        DeliverAll(session, UserChanges.Own(was, user).Select(DeliveryOf));
        foreach (string channel in left)
            Tell(session, new Line(user.Hostmask, "PART", channel, MissedChanges.Reason) { Trailing = true });
        if (isTooMuch)
            ShowAnew(session, kept.Where(channel => missed.Changes.IsAnythingOf(user.Id, channel)), entered);
        else
        {
            DeliverAll(session, arrivals);
            foreach (string channel in entered) ShowJoined(session, user, channel);
        }

        string[] silent = isTooMuch ? [.. kept, .. entered] : kept;
        foreach (Line line in Noticed(session, silent, missed)) Tell(session, line);
    }

    private void DeliverAll(Session session, IEnumerable<Delivery> lines)
    {
        foreach (Delivery line in lines) Deliver(session, line);
    }

    private static long BytesOf(Session session, IEnumerable<Delivery> lines) =>
        lines.Sum(line => (long)(line.For(session.Capabilities)?.Length ?? 0));

    // Shown line by line it would be more than may wait for the session, and cost it its connection.
    private void ShowAnew(Session session, IEnumerable<string> changed, IEnumerable<string> entered)
    {
        (string, bool)[] channels = [.. changed.Select(c => (c, true)), .. entered.Select(c => (c, false))];
        Begin(session, new ShownAnew(channels), isAsked: false);
    }

    // Who invited them meanwhile is forgotten; of metadata it is only said that it may be asked for.
    private IEnumerable<Line> Noticed(Session session, string[] channels, Missed missed) =>
    [
        .. from channel in Network.InvitationsOf(session.User)
           let at = Network.InvitedAt(channel.Name, session.User)
           where at != missed.Before.InvitedAt(channel.Name, session.User)
           select new Line(null, "INVITE", session.Called, channel.Name),
        .. from channel in channels
           where missed.Anything && session.HasSubscriptions
           select RPL_METADATASYNCLATER.For(session.Called, channel, "1"),
    ];

    private IEnumerable<string> Without(string[] channels, string[] others)
    {
        HashSet<Folded> left = [.. others.Select(Network.Fold)];
        return channels.Where(c => !left.Contains(Network.Fold(c)));
    }
}
