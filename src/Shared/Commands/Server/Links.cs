using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// LINKS [[server] mask]: the one server there is for clients - https://modern.ircdocs.horse/#links-message
/// </summary>
static class Links
{
    [IrcCommand("LINKS", At.Leaf)]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string mask = line.Params.Count == 0 ? "*" : line.Params[^1];
        string name = net.Config.ServerName;
        Line end = RPL_ENDOFLINKS.For(by.Nick, mask);
        return Mask.Matches(mask, name)
            ? Decision.Reply(RPL_LINKS.For(by.Nick, name, name, $"0 {net.Config.ServerDescription}"), end)
            : end;
    }
}
