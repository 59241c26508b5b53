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
    [IrcCommand("USER", At.Leaf)]
    [IrcCommand("PASS", At.Leaf)]
    [IrcCommand("WEBIRC", At.Leaf)]
    static Decision Handle(Network net, Caller by, Line line) => ERR_ALREADYREGISTERED.For(by.Nick);
}
