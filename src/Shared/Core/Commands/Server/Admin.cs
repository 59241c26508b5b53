using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>ADMIN [server]: who runs the network - https://modern.ircdocs.horse/#admin-message</summary>
static class Admin
{
    [IrcCommand("ADMIN", At.Leaf,
        Says = "Tells who runs the network.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (AskedServer.Refuse(net, by, line) is { } refusal) return refusal;
        AdminConfig admin = net.Config.Admin;
        string server = net.Config.ServerName;
        if (!admin.IsKnown) return ERR_NOADMININFO.For(by.Nick, server);
        return Decision.Reply(
            RPL_ADMINME.For(by.Nick, server),
            RPL_ADMINLOC1.For(by.Nick, admin.Name),
            RPL_ADMINLOC2.For(by.Nick, admin.Description),
            RPL_ADMINEMAIL.For(by.Nick, admin.Email));
    }
}
