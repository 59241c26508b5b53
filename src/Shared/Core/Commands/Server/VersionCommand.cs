using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>VERSION [server]: the software's, and 005 again - https://modern.ircdocs.horse/#version-message</summary>
static class VersionCommand
{
    [IrcCommand("VERSION", At.Leaf,
        Says = "Tells the software's version and what it supports.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        AskedServer.Refuse(net, by, line) is { } refusal
            ? refusal
            : Decision.Reply([
                RPL_VERSION.For(by.Nick, Software.Version, net.Config.ServerName, net.Config.ServerDescription),
                .. Isupport.Lines(net, by.Nick),
            ]);
}
