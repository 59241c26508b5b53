using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// How connections become users and end, and how leaves begin: what leaves ask of the root besides clients' lines.
/// https://modern.ircdocs.horse/#connection-registration
/// </summary>
public static class Admission
{
    /// <summary>A connection wants to be a user; nick "*" stands for the asker, who has none yet.</summary>
    public static Decision Open(Network net, SessionId session, SessionOpened ask, bool passwordIsRight)
    {
        if (net.FindUser(session) is not null) return Decision.Nothing;
        if (!passwordIsRight) return ERR_PASSWDMISMATCH.For("*");
        if (!Names.IsNick(ask.Nick, net.Config.Limits.NickLen)) return ERR_ERRONEUSNICKNAME.For("*", ask.Nick);
        if (net.FindUser(ask.Nick) is not null) return ERR_NICKNAMEINUSE.For("*", ask.Nick);
        return new UserRegistered(new User
        {
            Id = net.NextUser, Nick = ask.Nick, Username = ask.Username, Host = ask.Host, Realname = ask.Realname,
            Address = ask.Address, Session = session,
            Modes = net.Config.DefaultUserModes | (ask.Secure ? UserModes.Secure : UserModes.None),
        });
    }

    /// <summary>A connection ended; one that never became a user leaves no trace.</summary>
    public static Decision Close(Network net, SessionId session, SessionClosed ask) =>
        net.FindUser(session) is { } user ? new UserQuit(user.Id, ask.Reason) : Decision.Nothing;

    /// <summary>A leaf's process began: those who were on its earlier ones are gone.</summary>
    public static Decision Start(Network net, string leaf, ulong incarnation)
    {
        IEnumerable<Event> quits =
            from user in net.StaleUsersOf(leaf, incarnation)
            orderby user.Id.Value
            select new UserQuit(user.Id, "Server restarted");
        return new Decision([new LeafStarted(leaf, incarnation), .. quits], []);
    }
}
