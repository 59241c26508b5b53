using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>INFO [server] - https://modern.ircdocs.horse/#info-message</summary>
static class Info
{
    [IrcCommand("INFO", At.Leaf,
        Says = "Tells about this software and network.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        AskedServer.Refuse(net, by, line) is { } refusal
            ? refusal
            : Decision.Reply(
                RPL_INFO.For(by.Nick, $"{Software.Version}: one IRC network over NATS, whichever process you are on."),
                RPL_INFO.For(by.Nick, $"{net.Config.NetworkName} was created {HumanTime.Of(net.Config.Created)}"),
                RPL_ENDOFINFO.For(by.Nick));
}
