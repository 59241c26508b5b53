using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Commands;

/// <summary>Further connections of a user: how they come and go. docs/bouncer.md</summary>
public static class Attachment
{
    // What a connection is told that was gone for sure.
    private const string Followed = "Another connection took this one's place";

    /// <summary>A newcomer who is logged in to the account of the user with that nick wants to be that user, too.
    /// </summary>
    internal static Decision Attach(
        Network net, SessionId session, SessionOpened ask, string? hostname, User holder, long now)
    {
        if (SessionRules.RefusalToAttach(net, holder, ask.Secure, ask.Device) is var (code, why))
            return Decision.Reply(
                StandardReply.Fail("NICK", code, why, ask.Nick), Numeric.ERR_NICKNAMEINUSE.For("*", ask.Nick));
        UserSession attached = new(session, ask.Address)
        {
            Hostname = hostname, Certfp = ask.Certfp, Gateway = ask.Gateway, Via = ask.Via, Place = ask.Place,
            Notes = NotesOf(net, ask, now),
        };
        // What is left of connections that are gone for sure makes room, and so does one of the same device that hangs.
        UserSession[] gone =
            [.. holder.Sessions.Where(old => net.IsStale(old) || old.IsOf(ask.Device))];
        Dictionary<SessionId, Shown?> shown = gone.ToDictionary(old => old.Id, old => ShownTo(net, old, null, now));
        return new Decision(
        [
            .. holder.DetachedAt is null ? [] : Return(holder, ask.Secure),
            .. Away.Changed(holder, AwayWith(net, holder, attached, shown.Keys)),
            new SessionAttached(holder.Id, attached)
            {
                Shown = gone.LastOrDefault(old => old.SentAwayAt is null && old.IsOf(ask.Device)) is { } same
                    ? shown[same.Id]
                    : net.FindAccount(ask.Account!)!.Devices.FirstOrDefault(d => d.Name == ask.Device)?.Shown,
            },
            .. gone.Select(old => new SessionDetached(holder.Id, old.Id, Followed) { Shown = shown[old.Id] }),
        ], []);
    }

    /// <summary>What is remembered of a connection from its beginning; null: nothing.</summary>
    /// <param name="now">Unix milliseconds.</param>
    internal static SessionNotes? NotesOf(Network net, SessionOpened ask, long now) =>
        (ask.Away, ask.Device) is (null, null)
            ? null
            : new SessionNotes
            {
                Away = ask.Away is { } text ? Away.OwnOf(net, text) : null, AwayAt = ask.Away is null ? 0 : now,
                Device = ask.Device,
            };

    /// <summary>
    /// How far a connection that ends was shown what was said; null: it has named no device. If its leaf does not say
    /// that, because the leaf is gone, began again or the connection hangs, a time is taken at which it still held.
    /// </summary>
    /// <param name="said">What its leaf says.</param>
    /// <param name="now">Unix milliseconds.</param>
    public static Shown? ShownTo(Network net, UserSession session, Shown? said, long now)
    {
        if (session.Notes?.Device is null) return null;
        if (said is not null) return said;
        LeafRecord? leaf = net.FindLeaf(session.Id.Leaf);
        long ended = session.SentAwayAt ?? leaf?.LostAt ?? now;
        if (leaf is not null && leaf.Incarnation != session.Id.Incarnation) ended = leaf.EndedAt ?? ended;
        return new Shown(null, Math.Max(
            session.Notes.Since,
            ended - Math.Max(net.Config.Session.DisconnectAfter, net.Config.LeafLoss.Timeout)));
    }

    // Somebody is about to be connected again, with TLS or without.
    private static IEnumerable<Event> Return(User user, bool isSecure)
    {
        if (isSecure != user.Has(UserModes.Secure))
            yield return new UserModesChanged(
                user.Id, isSecure ? UserModes.Secure : UserModes.None, isSecure ? UserModes.None : UserModes.Secure);
    }

    // The user's away message with one more connection, and without some. A message that a client gives while it comes
    // in is the user's, unless that follows from all of their connections.
    private static string? AwayWith(Network net, User user, UserSession attached, IEnumerable<SessionId> gone)
    {
        if (SessionRules.IsAwayBySessions(net, user))
            return SessionRules.AwayOf(gone.Aggregate(user.With(attached), (u, old) => u.Without(old, now: 0)));
        return attached.Notes?.Away is { } said and not SessionRules.Silent ? said
            : user.Away == SessionRules.Disconnected ? null
            : user.Away;
    }

    /// <summary>
    /// Connections of a user ended. With the last one the user quits, unless they are always on: then they are no
    /// operator any more, because nobody is there who gave the password.
    /// </summary>
    /// <param name="quit">How the user quits.</param>
    /// <param name="shown">How far each was shown what was said; null: up to now.</param>
    public static IReadOnlyList<Event> Detach(
        Network net, User user, IReadOnlyList<SessionId> sessions, string reason, Func<IReadOnlyList<Event>> quit,
        Func<SessionId, Shown?>? shown = null)
    {
        bool areAll = sessions.Count > user.Further.Count;
        if (areAll && !SessionRules.IsAlwaysOn(net, user)) return quit();
        User left = sessions.Aggregate(user, (u, session) => u.Without(session, now: 0));
        return
        [
            .. sessions.Select(session => new SessionDetached(user.Id, session, reason)
            {
                Shown = shown?.Invoke(session),
            }),
            .. areAll && user.IsOper ? Depose(user) : [],
            .. SessionRules.IsAwayBySessions(net, user) ? Away.Changed(user, SessionRules.AwayOf(left)) : [],
        ];
    }

    private static IEnumerable<Event> Depose(User user) =>
    [
        new UserModesChanged(user.Id, UserModes.None, OperStatus.ModesLost(user)), .. OperStatus.Leave(user),
    ];

    /// <summary>The user is not of their account any more: the connections besides this one end.</summary>
    internal static IEnumerable<Event> Only(User user, SessionId session, string reason) =>
        user.Further.Count == 0
            ? []
            : user.Sessions.Where(s => s.Id != session).Select(s => new SessionDetached(user.Id, s.Id, reason));
}
