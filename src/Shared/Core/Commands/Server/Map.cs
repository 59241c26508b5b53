using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>MAP: the one server there is for clients, and its leaves for operators -
/// https://defs.ircdocs.horse/defs/numerics#rpl-map-015</summary>
static class Map
{
    [IrcCommand("MAP", At.Leaf,
        Says = "Shows the servers of the network.")]
    static Decision Handle(Network net, Caller by, Line line) => Decision.Reply([
        RPL_MAP.For(by.Nick, $"{net.Config.ServerName} ({net.Users.Count} users)"),
        .. by.User.IsOper ? Leaves(net, by) : [],
        RPL_MAPEND.For(by.Nick),
    ]);

    private static IEnumerable<Line> Leaves(Network net, Caller by) => LeafCounts.Of(net).Select(leaf =>
        RPL_MAP.For(by.Nick, $"`- {leaf.Leaf} ({LeafCounts.Text(leaf.Users, leaf.IsLost)})"));
}
