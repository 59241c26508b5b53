using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Commands;

/// <summary>Further connections of a user: how they come and go. docs/bouncer.md</summary>
public static class Attachment
{
    // What others are told of a user as whom nobody is connected; what a connection is told that was gone for sure.
    private const string AwayMessage = "User is currently disconnected",
        Followed = "Another connection took this one's place";

    /// <summary>A newcomer who is logged in to the account of the user with that nick wants to be that user, too.
    /// </summary>
    internal static Decision Attach(Network net, SessionId session, SessionOpened ask, string? hostname, User holder)
    {
        if (SessionRules.RefusalToAttach(net, holder, ask.Secure) is var (code, why))
            return Decision.Reply(
                StandardReply.Fail("NICK", code, why, ask.Nick), Numeric.ERR_NICKNAMEINUSE.For("*", ask.Nick));
        UserSession attached = new(session, ask.Address)
        {
            Hostname = hostname, Certfp = ask.Certfp, Gateway = ask.Gateway, Via = ask.Via, Place = ask.Place,
        };
        // What is left of connections that are gone for sure makes room.
        return new Decision(
        [
            .. holder.DetachedAt is null ? [] : Return(holder, ask.Secure),
            new SessionAttached(holder.Id, attached),
            .. holder.Sessions.Where(net.IsStale).Select(s => new SessionDetached(holder.Id, s.Id, Followed)),
        ], []);
    }

    // Somebody is about to be connected again, with TLS or without.
    private static IEnumerable<Event> Return(User user, bool isSecure)
    {
        if (isSecure != user.Has(UserModes.Secure))
            yield return new UserModesChanged(
                user.Id, isSecure ? UserModes.Secure : UserModes.None, isSecure ? UserModes.None : UserModes.Secure);
        if (user.Away == AwayMessage) yield return new AwayChanged(user.Id, null);
    }

    /// <summary>
    /// Connections of a user ended. With the last one the user quits, unless they are always on: then they are no
    /// operator any more, because nobody is there who gave the password.
    /// </summary>
    /// <param name="quit">How the user quits.</param>
    public static IReadOnlyList<Event> Detach(
        Network net, User user, IReadOnlyList<SessionId> sessions, string reason, Func<IReadOnlyList<Event>> quit)
    {
        bool areAll = sessions.Count > user.Further.Count;
        if (areAll && !SessionRules.IsAlwaysOn(net, user)) return quit();
        return
        [
            .. sessions.Select(session => new SessionDetached(user.Id, session, reason)),
            .. areAll ? Leave(net, user) : [],
        ];
    }

    private static IEnumerable<Event> Leave(Network net, User user)
    {
        if (user.IsOper)
        {
            yield return new UserModesChanged(user.Id, UserModes.None, OperStatus.ModesLost(user));
            foreach (Event left in OperStatus.Leave(user)) yield return left;
        }

        if (user.Away is null && SessionRules.IsAutoAway(net, net.FindAccount(user.Account!)!))
            yield return new AwayChanged(user.Id, AwayMessage);
    }

    /// <summary>The user is not of their account any more: the connections besides this one end.</summary>
    internal static IEnumerable<Event> Only(User user, SessionId session, string reason) =>
        user.Further.Count == 0
            ? []
            : user.Sessions.Where(s => s.Id != session).Select(s => new SessionDetached(user.Id, s.Id, reason));
}
