using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// STATS letter [server] - https://modern.ircdocs.horse/#stats-message
/// u: how long the network has been up, for everybody. For operators: l leaves, m how often commands were given (on
/// the asker's leaf), o and p operators, y connection classes.
/// </summary>
static class Stats
{
    private const string OfOperators = "lmopy";

    [IrcCommand("STATS", At.Leaf, MinParams = 1,
        Takes = "letter", Says = "Tells numbers: u uptime; for operators l, m, o, p, y.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (AskedServer.Refuse(net, by, line, index: 1) is { } refusal) return refusal;
        string asked = line.Params[0];
        char letter = asked.Length == 0 ? '*' : char.ToLowerInvariant(asked[0]);
        Line end = RPL_ENDOFSTATS.For(by.Nick, letter.ToString());
        return OfOperators.Contains(letter) && !by.User.IsOper
            ? Decision.Reply(ERR_NOPRIVILEGES.For(by.Nick), end)
            : Decision.Reply([.. Lines(net, by, letter), end]);
    }

    private static IEnumerable<Line> Lines(Network net, Caller by, char letter) => letter switch
    {
        'u' => Uptime(net, by),
        'l' => LeafCounts.Of(net).Select(leaf =>
            RPL_STATSDEBUG.For(by.Nick, $"{leaf.Leaf}: {LeafCounts.Text(leaf.Users, leaf.IsLost)}")),
        'm' => by.CommandCounts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count =>
            RPL_STATSCOMMANDS.For(by.Nick, count.Key, Number(count.Value))),
        'o' => Operators(net).Select(user => user.Oper!.Name).Distinct().Order().Select(oper =>
            RPL_STATSOLINE.For(by.Nick, "O", "*@*", "*", oper)),
        'p' => Operators(net).Select(user => RPL_STATSDEBUG.For(
            by.Nick, $"{user.Nick} ({user.Oper!.Name}), idle {Idle.Seconds(net, by, user)} seconds")),
        'y' => net.Classes.Counts.Select(of => RPL_STATSDEBUG.For(by.Nick, Text(of.Class, of.Connections))),
        _ => [],
    };

    private static string Text(ConnectionClass one, int connections)
    {
        string clients = one.Clients is { } most ? $"{connections} of {most} clients" : $"{connections} clients";
        (string Name, int? Limit)[] limits =
        [
            ("connections per address", one.PerAddress), ("sendq", one.MaxSendq), ("burst", one.BurstLimit),
            ("lines per window", one.MessagesPerWindow),
        ];
        return string.Join(", ", [$"{one.Name}: {clients}", .. from l in limits where l.Limit is not null
                                                               select $"{l.Name} {l.Limit}"]);
    }

    private static IEnumerable<Line> Uptime(Network net, Caller by)
    {
        TimeSpan up = TimeSpan.FromMilliseconds(Math.Max(0, by.Now - net.Config.Created));
        string time = up.ToString(@"d\ \d\a\y\s\ h\:mm\:ss", CultureInfo.InvariantCulture);
        yield return RPL_STATSUPTIME.For(by.Nick, $"Server Up {time}");
        yield return RPL_STATSCONN.For(by.Nick, $"Highest connection count: {net.MostUsers} ({net.MostUsers} clients)");
    }

    private static IEnumerable<User> Operators(Network net) =>
        from user in net.Users where user.IsOper orderby user.Nick select user;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
