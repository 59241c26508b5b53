using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Commands about the session itself: all there is before registration, and CAP, QUIT and MONITOR after it.
/// https://modern.ircdocs.horse/#connection-messages
/// </summary>
static class SessionCommands
{
    private delegate void SessionHandler(LeafCore leaf, Session session, Line line);

    private static readonly Dictionary<string, SessionHandler> s_always = new()
    {
        ["CAP"] = CapCommand.Handle,
        ["METADATA"] = MetadataSession.Handle,
        ["QUIT"] = Quit,
        ["RESUME"] = ResumeCommand.Handle,
    };

    private static readonly Dictionary<string, SessionHandler> s_after = new()
    {
        ["MONITOR"] = MonitorCommand.Handle,
    };

    private static readonly Dictionary<string, SessionHandler> s_before = new()
    {
        ["BATCH"] = static (leaf, session, _) => leaf.Tell(session, ERR_NOTREGISTERED.For(session.Called)),
        ["AWAY"] = Away,
        ["ISUPPORT"] = ShowIsupport,
        ["NICK"] = Nick,
        ["USER"] = User,
        ["PASS"] = Pass,
        ["PING"] = Ping,
        ["PONG"] = static (_, _, _) => { },
        ["WEBIRC"] = WebIrc.Handle,
    };

    /// <summary>Every command that is handled here.</summary>
    public static IEnumerable<string> Verbs => s_always.Keys.Concat(s_after.Keys).Concat(s_before.Keys);

    /// <summary>
    /// False when the line is for the command table: a registered session, and not about the session itself.
    /// </summary>
    public static bool TryHandle(LeafCore leaf, Session session, Line line)
    {
        bool registered = session.Stage == Stage.Registered;
        if (s_always.TryGetValue(line.Command, out SessionHandler? handler)
            || (registered ? s_after : s_before).TryGetValue(line.Command, out handler))
            handler(leaf, session, line);
        else if (registered) return false;
        else
            leaf.Tell(session, CommandTable.All.ContainsKey(line.Command) || s_after.ContainsKey(line.Command)
                ? ERR_NOTREGISTERED.For(session.Called)
                : ERR_UNKNOWNCOMMAND.For(session.Called, line.Command));
        return true;
    }

    /// <summary>Whether the answer depends on the network, so that the replica must be new enough for it.</summary>
    public static bool Reads(string command) => s_after.ContainsKey(command);

    private static void Nick(LeafCore leaf, Session session, Line line)
    {
        string nick = line.Params.Count > 0 ? line.Params[0] : "";
        if (nick.Length == 0)
            leaf.Tell(session, ERR_NONICKNAMEGIVEN.For(session.Called));
        else if (!Names.IsNick(nick, leaf.Network.Config.Limits.NickLen))
            leaf.Tell(session, ERR_ERRONEUSNICKNAME.For(session.Called, nick));
        else if (session.Resumes is null && leaf.Network.FindUser(nick) is { } holder && !leaf.Network.IsGone(holder))
            leaf.Tell(session, ERR_NICKNAMEINUSE.For(session.Called, nick));
        else session.Nick = session.Called = nick;
    }

    // Becomes the user's as soon as there is one. https://ircv3.net/specs/extensions/pre-away
    private static void Away(LeafCore leaf, Session session, Line line)
    {
        if (!session.Has(Capabilities.PreAway))
        {
            leaf.Tell(session, ERR_NOTREGISTERED.For(session.Called));
            return;
        }

        session.Away = line.Params.Count > 0 && line.Params[0].Length > 0 ? line.Params[0] : null;
        leaf.Tell(session, (session.Away is null ? RPL_UNAWAY : RPL_NOWAWAY).For(session.Called));
    }

    private static void ShowIsupport(LeafCore leaf, Session session, Line line)
    {
        if (session.Has(Capabilities.ExtendedIsupport))
            leaf.Tell(session, Isupport.Lines(leaf.Network, session.Called));
        else leaf.Tell(session, ERR_NOTREGISTERED.For(session.Called));
    }

    private static void User(LeafCore leaf, Session session, Line line)
    {
        Limits limits = leaf.Network.Config.Limits;
        if (session.Username is not null)
        {
            leaf.Tell(session, ERR_ALREADYREGISTERED.For(session.Called));
            return;
        }

        if (line.Params.Count < 4 || line.Params[3].Length == 0)
        {
            leaf.Tell(session, ERR_NEEDMOREPARAMS.For(session.Called, "USER"));
            return;
        }

        string username = Utf8Text.Truncate(line.Params[0], limits.UserLen);
        if (!Names.IsUsername(username, limits.UserLen))
        {
            leaf.Tell(session, ERR_INVALIDUSERNAME.For(session.Called));
            return;
        }

        session.Username = username;
        session.Realname = Utf8Text.Truncate(line.Params[3], limits.NameLen);
    }

    private static void Pass(LeafCore leaf, Session session, Line line)
    {
        if (line.Params.Count == 0) leaf.Tell(session, ERR_NEEDMOREPARAMS.For(session.Called, "PASS"));
        else session.Password = line.Params[0];
    }

    private static void Ping(LeafCore leaf, Session session, Line line)
    {
        string server = leaf.Network.Config.ServerName;
        if (line.Params.Count == 0) leaf.Tell(session, ERR_NEEDMOREPARAMS.For(session.Called, "PING"));
        else leaf.Tell(session, new Line(null, "PONG", server, line.Params[0]) { Trailing = true });
    }

    private static void Quit(LeafCore leaf, Session session, Line line)
    {
        int longest = leaf.Network.Config.Limits.KickLen;
        string said = line.Params.Count > 0 ? Utf8Text.Truncate(line.Params[0], longest) : "";
        leaf.Leave(session, said.Length == 0 ? "Client quit" : $"Quit: {said}");
    }
}
