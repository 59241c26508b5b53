using System.Text.RegularExpressions;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>
/// What our processes listen to: each subject as docs/architecture.md names it, subjects on which others may forge
/// something, and whether what is refused there is logged.
/// </summary>
sealed record Listened(string Subject, string[] Forgeable, bool IsLogged = true)
{
    /// <summary>Every subscription of ours; a test finds those that are missing here.</summary>
    public static IReadOnlyList<Listened> All { get; } =
    [
        new("irc.cmd.>", ["irc.cmd.x.JOIN", "irc.cmd.leaf-1.PRIVMSG", "irc.cmd.leaf-1.X"]),
        new("irc.prove.*", ["irc.prove.x", "irc.prove.leaf-1"]),
        new("irc.reply.<leaf>.>", ["irc.reply.leaf-1.1.1", "irc.reply.leaf-2.nonsense"]),
        new("irc.cast", ["irc.cast"]),
        new("irc.beat", ["irc.beat"]),
        new("irc.ctl.<node>", ["irc.ctl.root-1", "irc.ctl.root-2", "irc.ctl.leaf-1"]),
        // Not readable: no acknowledgement. Empty: no stream. Neither names an entry that is under way.
        new("irc.ack.<root>.<start>.>", ["irc.ack.root-1.0.1.1"], IsLogged: false),
        // Whatever comes is a question.
        new("$SRV.<verb>", ["$SRV.PING"], IsLogged: false),
        new("$SRV.<verb>.<program>", ["$SRV.STATS.ircnats-leaf"], IsLogged: false),
        new("$SRV.<verb>.<program>.<id>", ["$SRV.INFO.ircnats-leaf.x"], IsLogged: false),
        // Nobody knows the name of another's; what comes for no question of ours is passed over.
        new("_INBOX.<id>.*", ["_INBOX.x.1"], IsLogged: false),
        new("_INBOX.<id>.<id>", ["_INBOX.x.1"], IsLogged: false),
        // What an archiver asked its archive.
        new("_INBOX.<id>.*.*", ["_INBOX.x.1.1"], IsLogged: false),
        // Kept by JetStream and read at the start. What is no snapshot is not used.
        new("irc.snap.>", ["irc.snap.0.0"], IsLogged: false),
    ];

    /// <summary>Whether a subscription is this one.</summary>
    public bool Is(string subscription) => Regex.IsMatch(
        subscription, $"^{Regex.Replace(Regex.Escape(Subject), "<[a-z]+>", "[^.]+")}$");
}
