using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

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
        bool missed = _isSpoilt || Network.Seq > before.Seq;
        _isSpoilt = false;
        foreach (var (session, channels) in registered)
        {
            if (!users.ContainsKey(IdOf(session))) ComeBackOrEnd(session, channels, before, why, mayComeBack);
            else if (why == ReloadReason.WentBack) Restore(session, channels);
            else Inform(session, channels, missed);
        }

        foreach (Session session in welcome) Welcome(session);
        TellWatchers(before);
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

    // What the log no longer knows of this process: that it began, and which of its sessions have ended since.
    private void TellAgain()
    {
        if (IsUp && Network.FindLeaf(_leaf)?.Incarnation != Incarnation) _requests.Send(new LeafUp(), null, _now);
        foreach (SessionId id in Network.Users.Select(u => u.Session))
            if (id.Leaf == _leaf && id.Incarnation == Incarnation
                && _sessions.GetValueOrDefault(id.Number) is not { Stage: not Stage.Ended })
                _requests.Send(new SessionClosed(id.Number, "Connection closed"), null, _now);
    }

    // It became a user in what was not shown here.
    private void Welcome(Session session)
    {
        User user = Network.FindUser(IdOf(session))!;
        BecameMember(session, user);
        Caller greeted = new(user, _now) { Capabilities = session.Capabilities };
        Tell(session, new UserRegistered(user).Greet(Network, greeted));
        foreach (string channel in ChannelsOf(Network, session))
            Tell(session, new Line(user.Hostmask, "JOIN", channel));
        TellToken(session);
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
        _requests.Send(Opening(session), session, _now);
        foreach (string channel in channels) Ask(session, new Line(null, "JOIN", channel));
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

    private void Inform(Session session, string[] channels, bool missed)
    {
        const string Missed = "Some of what happened was not shown to you";
        User user = Network.FindUser(session.User)!;
        string[] now = ChannelsOf(Network, session);
        if (user.Nick != session.Called)
            Tell(session, new Line((user with { Nick = session.Called }).Hostmask, "NICK", user.Nick));
        session.Called = user.Nick;
        if (missed) Tell(session, new Line(null, "NOTICE", session.Called, Missed) { Trailing = true });
        foreach (string channel in Without(channels, now))
            Tell(session, new Line(user.Hostmask, "PART", channel, Missed) { Trailing = true });
        foreach (string channel in Without(now, channels))
        {
            Tell(session, new Line(user.Hostmask, "JOIN", channel));
            AnswerLine(session, new Line(null, "NAMES", channel));
        }
    }

    private IEnumerable<string> Without(string[] channels, string[] others)
    {
        HashSet<Folded> left = [.. others.Select(Network.Fold)];
        return channels.Where(c => !left.Contains(Network.Fold(c)));
    }
}
