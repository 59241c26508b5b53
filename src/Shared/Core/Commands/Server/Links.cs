using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// LINKS [[server] mask]: the one server there is for clients, and its leaves for operators -
/// https://modern.ircdocs.horse/#links-message
/// </summary>
static class Links
{
    [IrcCommand("LINKS", At.Leaf,
        Says = "Lists the servers of the network.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string mask = line.Params.Count == 0 ? "*" : line.Params[^1];
        string name = net.Config.ServerName;
        Line end = RPL_ENDOFLINKS.For(by.Nick, mask);
        IEnumerable<Line> server = [RPL_LINKS.For(by.Nick, name, name, $"0 {net.Config.ServerDescription}")];
        return Decision.Reply([
            .. Mask.Matches(mask, name) ? server : [],
            .. by.User.IsOper ? Leaves(net, by, mask) : [],
            end,
        ]);
    }

    private static IEnumerable<Line> Leaves(Network net, Caller by, string mask) =>
        LeafCounts.Of(net).Where(leaf => Mask.Matches(mask, leaf.Leaf)).Select(leaf => RPL_LINKS.For(
            by.Nick, leaf.Leaf, net.Config.ServerName, $"1 {LeafCounts.Text(leaf.Users, leaf.IsLost)}"));
}
