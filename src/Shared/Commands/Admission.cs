using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
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
        if (ask.Resumes is not { } digest) return Register(net, session, ask);
        if (net.FindResumable(digest) is not { } lost) return Anew("INVALID_TOKEN", "Nobody has this token any more");
        if (lost.Has(UserModes.Secure) && !ask.Secure)
            return Anew("INSECURE_SESSION", "Who was connected with TLS can be resumed only with TLS");
        UserResumed resumed = new(lost.Id, session, ask.Resume, ask.Address)
        {
            Certfp = ask.Certfp, Gateway = ask.Gateway,
        };
        return AwayOf(net, ask) is { } away && away != lost.Away
            ? new Decision([resumed, new AwayChanged(lost.Id, away)], [])
            : resumed;

        Decision Anew(string code, string why)
        {
            Decision anew = Register(net, session, ask);
            return anew with { Replies = [StandardReply.Fail("RESUME", code, why), .. anew.Replies] };
        }
    }

    private static Decision Register(Network net, SessionId session, SessionOpened ask)
    {
        if (!Names.IsNick(ask.Nick, net.Config.Limits.NickLen)) return ERR_ERRONEUSNICKNAME.For("*", ask.Nick);
        User? holder = net.FindUser(ask.Nick);
        if (holder is not null && !net.IsGone(holder)) return ERR_NICKNAMEINUSE.For("*", ask.Nick);
        UserRegistered newcomer = new(new User
        {
            Id = net.NextUser, Nick = ask.Nick, Username = ask.Username, Host = ask.Host, Realname = ask.Realname,
            Address = ask.Address, Session = session,
            Certfp = ask.Certfp, Gateway = ask.Gateway, Metadata = MetadataOf(net, ask), Resume = ask.Resume,
            Away = AwayOf(net, ask),
            Modes = net.Config.DefaultUserModes | (ask.Secure ? UserModes.Secure : UserModes.None),
        });
        if (holder is null) return newcomer;
        // Who lost their leaf and comes back finds their nick free.
        return new Decision([new UsersSplit(holder.Session.Leaf, [holder.Id]), newcomer], []);
    }

    /// <summary>The answer to a connection whose gateway's password is wrong.</summary>
    public static Line WrongGateway { get; } = new(null, "ERROR", "Invalid WEBIRC password") { Trailing = true };

    // https://ircv3.net/specs/extensions/pre-away
    private static string? AwayOf(Network net, SessionOpened ask) =>
        ask.Away is { } text ? Away.MessageOf(net, text) : null;

    private static IReadOnlyList<MetadataItem> MetadataOf(Network net, SessionOpened ask)
    {
        IReadOnlyList<MetadataItem> taken = [];
        foreach (MetadataItem item in ask.Metadata ?? [])
        {
            MetadataChange change = new(item.Key, item.Value);
            if (MetadataRules.RefusalToSet(net.Config.Limits, taken, "*", change) is null) taken = taken.With(change);
        }

        return taken;
    }

    /// <summary>A connection ended; one that never became a user leaves no trace.</summary>
    public static Decision Close(Network net, SessionId session, SessionClosed ask) =>
        net.FindUser(session) is { } user ? new UserQuit(user.Id, ask.Reason) : Decision.Nothing;

    /// <summary>A leaf's process began. Those who were on its earlier ones are quit by the writer, at a pace.</summary>
    public static Decision Start(string leaf, ulong incarnation) => new LeafStarted(leaf, incarnation);
}
