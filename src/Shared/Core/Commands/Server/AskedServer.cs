using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// The server that MOTD, VERSION, TIME, INFO and LUSERS may name, by its own name or by a user on it. Clients see one
/// server.
/// </summary>
static class AskedServer
{
    /// <summary>402 when the parameter is there and means no server of ours.</summary>
    public static Line? Refuse(Network net, Caller by, Line line, int index = 0)
    {
        if (line.Params.Count <= index) return null;
        string server = line.Params[index];
        return Mask.Matches(server, net.Config.ServerName) || net.FindUser(server) is not null
            ? null
            : ERR_NOSUCHSERVER.For(by.Nick, server);
    }
}
