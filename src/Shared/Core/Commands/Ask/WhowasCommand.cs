using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>WHOWAS nick [count] - https://modern.ircdocs.horse/#whowas-message</summary>
static class WhowasCommand
{
    [IrcCommand("WHOWAS", At.Leaf, MinParams = 1, Targets = 0, MaxTargets = 4,
        Takes = "nick [count]", Says = "Tells about users who left or changed their nick.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string nick = line.Params[0];
        Line end = RPL_ENDOFWHOWAS.For(by.Nick, nick);
        Whowas[] known = [.. net.WhowasOf(nick).Take(Count(line))];
        return known.Length == 0
            ? Decision.Reply(ERR_WASNOSUCHNICK.For(by.Nick, nick), end)
            : new Known(nick, known);
    }

    // All remembered entries can be of one nick.
    private sealed class Known(string nick, Whowas[] known)
        : LongAnswer<int>(Comparer<int>.Default, atATime: 16, ahead: 512)
    {
        protected override IEnumerable<int> Keys(Network net) => Enumerable.Range(0, known.Length);

        protected override IEnumerable<Line> Show(Network net, Caller by, IReadOnlyList<int> keys) =>
            keys.SelectMany(key => WhowasCommand.Show(net, by, known[key]));

        protected override IEnumerable<Line> Tail(Network net, Caller by) => [RPL_ENDOFWHOWAS.For(by.Nick, nick)];
    }

    /// <summary>A count that is missing or not positive asks for everything.</summary>
    private static int Count(Line line) =>
        line.Params.Count > 1 && int.TryParse(line.Params[1], CultureInfo.InvariantCulture, out int count) && count > 0
            ? count
            : int.MaxValue;

    private static IEnumerable<Line> Show(Network net, Caller by, Whowas was)
    {
        yield return RPL_WHOWASUSER.For(by.Nick, was.Nick, was.Username, was.Host, "*", was.Realname);
        if (by.User.IsOper) yield return RPL_WHOWASIP.For(by.Nick, was.Nick, $"was connecting from {was.Address}");
        yield return RPL_WHOISSERVER.For(by.Nick, was.Nick, net.Config.ServerName, HumanTime.Of(was.Time));
    }
}
