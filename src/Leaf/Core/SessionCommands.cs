using System.Text;
using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Commands about the session itself: all there is before registration, and CAP and QUIT after it.
/// https://modern.ircdocs.horse/#connection-messages
/// </summary>
static class SessionCommands
{
    private delegate void SessionHandler(LeafCore leaf, Session session, Line line);

    private static readonly Dictionary<string, SessionHandler> s_always = new()
    {
        ["CAP"] = CapCommand.Handle,
        ["QUIT"] = Quit,
    };

    private static readonly Dictionary<string, SessionHandler> s_before = new()
    {
        ["BATCH"] = static (leaf, session, _) => leaf.Tell(session, ERR_NOTREGISTERED.For(session.Called)),
        ["NICK"] = Nick,
        ["USER"] = User,
        ["PASS"] = Pass,
        ["PING"] = Ping,
        ["PONG"] = static (_, _, _) => { },
    };

    /// <summary>
    /// False when the line is for the command table: a registered session, and not about the session itself.
    /// </summary>
    public static bool TryHandle(LeafCore leaf, Session session, Line line)
    {
        bool registered = session.Stage == Stage.Registered;
        if (s_always.TryGetValue(line.Command, out SessionHandler? handler)
            || (!registered && s_before.TryGetValue(line.Command, out handler)))
            handler(leaf, session, line);
        else if (registered) return false;
        else
            leaf.Tell(session, CommandTable.All.ContainsKey(line.Command)
                ? ERR_NOTREGISTERED.For(session.Called)
                : ERR_UNKNOWNCOMMAND.For(session.Called, line.Command));
        return true;
    }

    private static void Nick(LeafCore leaf, Session session, Line line)
    {
        string nick = line.Params.Count > 0 ? line.Params[0] : "";
        if (nick.Length == 0)
            leaf.Tell(session, ERR_NONICKNAMEGIVEN.For(session.Called));
        else if (!Names.IsNick(nick, leaf.Network.Config.Limits.NickLen))
            leaf.Tell(session, ERR_ERRONEUSNICKNAME.For(session.Called, nick));
        else if (leaf.Network.FindUser(nick) is { } holder && !leaf.Network.IsGone(holder))
            leaf.Tell(session, ERR_NICKNAMEINUSE.For(session.Called, nick));
        else session.Nick = session.Called = nick;
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

/// <summary>CAP LS, LIST, REQ and END. https://ircv3.net/specs/extensions/capability-negotiation</summary>
static class CapCommand
{
    // Bytes of names in one CAP line: 512 less the server's name, the nick and the rest of the line.
    private const int NamesPerLine = 350;

    public static void Handle(LeafCore leaf, Session session, Line line)
    {
        switch (line.Params.Count > 0 ? line.Params[0].ToUpperInvariant() : "")
        {
            case "LS":
                List(leaf, session, line);
                break;
            case "LIST":
                Send(leaf, session, "LIST", from c in CapabilityTable.All where session.Has(c.Bit) select c.Name);
                break;
            case "REQ":
                Request(leaf, session, line);
                break;
            case "END":
                session.Negotiating = false;
                break;
            case "":
                leaf.Tell(session, ERR_NEEDMOREPARAMS.For(session.Called, "CAP"));
                break;
            default:
                leaf.Tell(session, ERR_INVALIDCAPCMD.For(session.Called, line.Params[0]));
                break;
        }
    }

    private static void List(LeafCore leaf, Session session, Line line)
    {
        int version = line.Params.Count > 1 && int.TryParse(line.Params[1], out int asked) ? asked : 301;
        session.CapVersion = Math.Max(session.CapVersion, version);
        if (session.CapVersion >= 302) session.Capabilities |= Capabilities.CapNotify;
        if (session.Stage == Stage.Registering) session.Negotiating = true;
        bool withValues = session.CapVersion >= 302;
        Send(leaf, session, "LS", from c in CapabilityTable.All
                                  let said = c.ValueIn?.Invoke(leaf.Network.Config) ?? c.Value
                                  select withValues && said is { } value ? $"{c.Name}={value}" : c.Name);
    }

    private static void Request(LeafCore leaf, Session session, Line line)
    {
        if (session.Stage == Stage.Registering) session.Negotiating = true;
        string asked = line.Params.Count > 1 ? line.Params[1] : "";
        Capabilities? wanted = Asked(session, asked.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        string verdict = wanted is null ? "NAK" : "ACK";
        leaf.Tell(session, new Line(null, "CAP", session.Called, verdict, asked) { Trailing = true });
        session.Capabilities = wanted ?? session.Capabilities;
    }

    // All or nothing: one name that cannot be had, and nothing changes.
    private static Capabilities? Asked(Session session, string[] words)
    {
        Capabilities wanted = session.Capabilities;
        foreach (string word in words)
        {
            bool off = word[0] == '-';
            if (CapabilityTable.Find(off ? word[1..] : word) is not { } capability) return null;
            if (off && capability.Bit == Capabilities.CapNotify && session.CapVersion >= 302) return null;
            wanted = off ? wanted & ~capability.Bit : wanted | capability.Bit;
        }

        return wanted;
    }

    private static void Send(LeafCore leaf, Session session, string verb, IEnumerable<string> names)
    {
        List<string> lines = [""];
        foreach (string name in names)
        {
            if (Encoding.UTF8.GetByteCount(lines[^1]) + name.Length > NamesPerLine) lines.Add("");
            lines[^1] = lines[^1].Length == 0 ? name : $"{lines[^1]} {name}";
        }

        foreach (var (index, text) in lines.Index())
        {
            bool more = index < lines.Count - 1 && session.CapVersion >= 302;
            string[] args = more ? [session.Called, verb, "*", text] : [session.Called, verb, text];
            leaf.Tell(session, new Line(null, "CAP", args) { Trailing = true });
        }
    }
}
