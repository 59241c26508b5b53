using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Commands;

/// <summary>Further connections of a user: how they come and go. docs/bouncer.md</summary>
static class Attachment
{
    /// <summary>A newcomer who is logged in to the account of the user with that nick wants to be that user, too.
    /// </summary>
    public static Decision Attach(Network net, SessionId session, SessionOpened ask, string? hostname, User holder)
    {
        if (SessionRules.RefusalToAttach(net, holder, ask.Secure) is var (code, why))
            return Decision.Reply(
                StandardReply.Fail("NICK", code, why, ask.Nick), Numeric.ERR_NICKNAMEINUSE.For("*", ask.Nick));
        UserSession attached = new(session, ask.Address)
        {
            Hostname = hostname, Certfp = ask.Certfp, Gateway = ask.Gateway, Via = ask.Via,
        };
        // What is left of connections that are gone for sure makes room.
        return new Decision(
        [
            new SessionAttached(holder.Id, attached),
            .. holder.Sessions.Where(net.IsStale).Select(s => new SessionDetached(holder.Id, s.Id, Followed)),
        ], []);
    }

    private const string Followed = "Another connection took this one's place";

    /// <summary>One of the user's connections ended: the user quits with the last one.</summary>
    /// <param name="quit">How the user quits then.</param>
    public static IReadOnlyList<Event> Detach(User user, SessionId session, Func<IReadOnlyList<Event>> quit) =>
        user.Further.Count > 0 ? [new SessionDetached(user.Id, session, "Closed")] : quit();

    /// <summary>The user is not of their account any more: the connections besides this one end.</summary>
    public static IEnumerable<Event> Only(User user, SessionId session, string reason) =>
        user.Further.Count == 0
            ? []
            : user.Sessions.Where(s => s.Id != session).Select(s => new SessionDetached(user.Id, s.Id, reason));
}
