using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>Tells a session what it missed, so that its client shows every member where the member is.</summary>
sealed class MissedNews(
    Replica replica, Output output, LongAnswers longAnswers, MetadataSession metadata)
{
    // JOIN and topic, with what goes around them.
    private const int LikelyBytesOfJoin = 1024;

    public void Tell(Session session, string[] channels, Missed missed)
    {
        User user = replica.Network.FindUser(session.User)!, was = missed.Before.FindUser(session.User) ?? user;
        string[] now = replica.Network.ChannelNamesOf(session.User), left = [.. replica.Network.Without(channels, now)];
        string[] kept = [.. replica.Network.Without(channels, left)];
        if (missed.Anything) output.Notice(session, MissedChanges.Reason);
        Delivery[] departures = [.. missed.Changes.Departures(user.Id, kept)];
        Delivery[] arrivals = [.. missed.Changes.Arrivals(user.Id, kept)];
        string[] entered = [.. replica.Network.Without(now, channels)];
        bool isTooMuch = BytesOf(session, [.. departures, .. arrivals]) + LikelyBytesOfJoin * entered.Length
            > session.SendqIn(replica.Config) / 2;
        if (!isTooMuch) DeliverAll(session, departures);
        if (user.Nick != session.Called)
            output.Deliver(session, output.DeliveryOf(UserChanges.Nick(was with { Nick = session.Called }, user)));
        session.Called = user.Nick;
        DeliverAll(session, UserChanges.Own(was, user).Select(output.DeliveryOf));
        foreach (string channel in left)
            output.Tell(
                session, new Line(user.Hostmask, "PART", channel, MissedChanges.Reason) { Trailing = true });
        if (isTooMuch)
            ShowAnew(session, kept.Where(channel => missed.Changes.IsAnythingOf(user.Id, channel)), entered);
        else
        {
            DeliverAll(session, arrivals);
            foreach (string channel in entered) ShowJoined(session, user, channel);
        }

        string[] silent = isTooMuch ? [.. kept, .. entered] : kept;
        foreach (Line line in Noticed(session, silent, missed)) output.Tell(session, line);
    }

    /// <summary>It is in a channel that its client does not know of.</summary>
    public void ShowJoined(Session session, User user, string channel)
    {
        Caller greeted = new(user, replica.Time) { Capabilities = session.Capabilities };
        output.Deliver(session, output.DeliveryOf(JoinLine.Of(user, channel)));
        longAnswers.Greet(session, new ChannelJoined(channel, user.Id, MemberModes.None), greeted);
        metadata.Joined(session, channel);
    }

    private void DeliverAll(Session session, IEnumerable<Delivery> lines)
    {
        foreach (Delivery line in lines) output.Deliver(session, line);
    }

    private static long BytesOf(Session session, IEnumerable<Delivery> lines) =>
        lines.Sum(line => (long)(line.For(session.Capabilities)?.Length ?? 0));

    // Shown line by line it would be more than may wait for the session, and cost it its connection.
    private void ShowAnew(Session session, IEnumerable<string> changed, IEnumerable<string> entered)
    {
        (string, bool)[] channels = [.. changed.Select(c => (c, true)), .. entered.Select(c => (c, false))];
        longAnswers.Begin(session, new ShownAnew(channels), isAsked: false);
    }

    // A missed invitation is shown without its sender: the network does not remember that. Of missed metadata the
    // client is only told that it may ask for it.
    private IEnumerable<Line> Noticed(Session session, string[] channels, Missed missed) =>
    [
        .. from channel in replica.Network.InvitationsOf(session.User)
           let at = replica.Network.InvitedAt(channel.Name, session.User)
           where at != missed.Before.InvitedAt(channel.Name, session.User)
           select new Line(null, "INVITE", session.Called, channel.Name),
        .. from channel in channels
           where missed.Anything && session.HasSubscriptions
           select RPL_METADATASYNCLATER.For(session.Called, channel, "1"),
    ];
}
