using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// USER, PASS and WEBIRC belong to registration; afterwards they are refused.
/// https://modern.ircdocs.horse/#user-message
/// https://modern.ircdocs.horse/#pass-message https://ircv3.net/specs/extensions/webirc
/// </summary>
[IrcCommand("USER", At.Session, Stages = Stages.Registering)]
[IrcCommand("PASS", At.Session, Stages = Stages.Registering, MinParams = 1)]
[IrcCommand("WEBIRC", At.Session, Stages = Stages.Registering, MinParams = 4)]
static class Registered
{
    [IrcCommand("USER", At.Leaf,
        Takes = "username 0 * :realname", Says = "Says who you are, before you are welcomed.")]
    [IrcCommand("PASS", At.Leaf,
        Takes = "password", Says = "Gives the server's password, before you are welcomed.")]
    [IrcCommand("WEBIRC", At.Leaf,
        Takes = "password gateway hostname ip [:options]",
        Says = "For gateways: names the client behind the connection, as its first line.")]
    static Decision Handle(Network net, Caller by, Line line) => ERR_ALREADYREGISTERED.For(by.Nick);
}
