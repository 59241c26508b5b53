using System.Collections.Frozen;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>What HELP says: of each command its parameters and one sentence, and the modes from their tables.</summary>
static class HelpText
{
    /// <summary>The subject of a HELP that names none.</summary>
    public const string Index = "*";

    private const int IndexBytes = 60;

    private static readonly FrozenDictionary<string, (string Parameters, string Says)> s_commands =
        new Dictionary<string, (string, string)>
        {
            ["ACCEPT"] = ("[nick|-nick|*]", "Lets somebody message you although you have +g or +R."),
            ["ADMIN"] = ("", "Tells who runs the network."),
            ["AWAY"] = ("[:message]", "Marks you as away, or as back when there is no message."),
            ["BATCH"] = ("+name draft/multiline target | -name", "Begins or ends a message of several lines."),
            ["CAP"] = ("LS|LIST|REQ|END [:capabilities]", "Negotiates extensions of the protocol."),
            ["CNOTICE"] = ("nick channel :text", "NOTICE to a member of a channel in which you have a status."),
            ["CPRIVMSG"] = ("nick channel :text", "PRIVMSG to a member of a channel in which you have a status."),
            ["GLOBOPS"] = (":text", "For operators: says something to all operators."),
            ["HELP"] = ("[subject]", "Explains a command, CMODES and UMODES (modes), or EXTBANS."),
            ["HELPOP"] = ("[subject]", "The same as HELP."),
            ["INFO"] = ("", "Tells about this software and network."),
            ["INVITE"] = ("nick channel", "Invites somebody to a channel."),
            ["ISON"] = ("nick [nick …]", "Tells which of the nicks are online."),
            ["ISUPPORT"] = ("", "Tells what the server supports."),
            ["JOIN"] = ("channel[,channel …] [key[,key …]]", "Joins channels; JOIN 0 leaves all."),
            ["KICK"] = ("channel nick[,nick …] [:reason]", "Puts somebody out of a channel."),
            ["KILL"] = ("nick [:reason]", "For operators: ends somebody's connection."),
            ["KNOCK"] = ("channel [:reason]", "Asks to be invited to a channel that you cannot join."),
            ["LINKS"] = ("", "Lists the servers of the network."),
            ["LIST"] = ("[channels|conditions]", "Lists channels, how many are in each, and the topics."),
            ["LUSERS"] = ("", "Counts users and channels."),
            ["MAP"] = ("", "Shows the servers of the network."),
            ["METADATA"] = ("target GET|LIST|SET|CLEAR|SUB|UNSUB|SUBS|SYNC [keys]",
                "Reads and sets what users and channels tell of themselves."),
            ["MODE"] = ("channel|nick [modes [parameters]]", "Shows or changes modes; see CMODES, EXTBANS, UMODES."),
            ["MONITOR"] = ("+|- nick[,nick …] or C, L, S", "Tells you when the nicks come and go."),
            ["MOTD"] = ("", "Shows the message of the day."),
            ["NAMES"] = ("channel[,channel …]", "Lists who is in up to four channels."),
            ["NICK"] = ("nick", "Changes your nick."),
            ["NOTICE"] = ("target[,target …] :text", "Says something that no program answers by itself."),
            ["OPER"] = ("name [password]",
                "Makes you an operator of the network, by a password, your TLS certificate, or both."),
            ["PART"] = ("channel[,channel …] [:reason]", "Leaves channels."),
            ["PASS"] = ("password", "Gives the server's password, before you are welcomed."),
            ["PING"] = ("token", "Asks for a PONG with the same token."),
            ["PONG"] = ("token", "Answers the server's PING."),
            ["PRIVMSG"] = ("target[,target …] :text", "Says something to a channel or somebody."),
            ["QUIT"] = ("[:reason]", "Leaves the network."),
            ["REDACT"] = ("target msgid [:reason]", "Takes back a message, by its msgid."),
            ["RELAYMSG"] = ("channel nick/network :text",
                "For channel operators' bridges: says what somebody said elsewhere."),
            ["RENAME"] = ("channel name [:reason]", "Gives a channel another name."),
            ["RESUME"] = ("[token]", "Makes you the user that a lost connection was; see docs/resume.md."),
            ["SETNAME"] = (":realname", "Changes your realname."),
            ["STATS"] = ("letter", "Tells numbers: u uptime; for operators l, m, o, p."),
            ["SUMMON"] = ("", "Is disabled."),
            ["TAGMSG"] = ("target[,target …]", "Sends message tags without text."),
            ["TBAN"] = ("channel time mask", "Bans for a time such as 30m, 12h or 7d: MODE +b t:time:mask."),
            ["TIME"] = ("", "Tells the server's time."),
            ["TOPIC"] = ("channel [:topic]", "Shows or sets a channel's topic."),
            ["UNINVITE"] = ("nick channel", "Takes an invitation back."),
            ["USER"] = ("username 0 * :realname", "Says who you are, before you are welcomed."),
            ["USERHOST"] = ("nick [nick …]", "Tells the hosts of up to five users."),
            ["USERIP"] = ("nick [nick …]", "Tells the addresses of up to five users, where you may see them."),
            ["USERS"] = ("", "Is disabled."),
            ["VERSION"] = ("", "Tells the software's version and what it supports."),
            ["WALLOPS"] = (":text", "For operators: says something to all users with mode +w."),
            ["WEBIRC"] = (
                "password gateway hostname ip [:options]",
                "For gateways: names the client behind the connection, as its first line."),
            ["WHO"] = ("channel|nick|mask [%fields[,token]]", "Lists users."),
            ["WHOIS"] = ("nick", "Tells about a user."),
            ["WHOWAS"] = ("nick [count]", "Tells about users who left or changed their nick."),
        }.ToFrozenDictionary();

    /// <summary>Commands and modes by name; upper case.</summary>
    public static IEnumerable<string> Subjects => s_commands.Keys.Concat(["CMODES", "EXTBANS", "UMODES"]).Order();

    /// <summary>A title and lines; nothing when there is no such subject.</summary>
    public static string[] Of(string subject) => subject switch
    {
        Index => ["HELP subject explains one of these:", .. Utf8Text.Pack(Subjects, IndexBytes)],
        "CMODES" => ["Channel modes:",
            .. ChannelModeTable.All.Select(m => $"{m.Letter}  {m.Meaning}"),
            .. MemberModeTable.All.Select(m => $"{m.Letter}  {m.Prefix} {m.Meaning}, given to a member")],
        "EXTBANS" => ["Extended bans, for +b, +e and +I; t, m or n, and one of the others go together:",
            .. ExtbanTable.All.Select(e => $"{e.Letter}  {e.Form}  {e.Meaning}"),
            "! before one that compares is for everybody else; names do too: "
            + string.Join(' ', ExtbanTable.All.Select(e => e.Name))],
        "UMODES" => ["User modes:", .. UserModeTable.All.Select(m => $"{m.Letter}  {m.Meaning}")],
        _ => s_commands.TryGetValue(subject, out var command)
            ? [$"{subject} {command.Parameters}".TrimEnd(), command.Says]
            : [],
    };
}
