using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// USER and PASS belong to registration; afterwards they are refused - https://modern.ircdocs.horse/#user-message
/// https://modern.ircdocs.horse/#pass-message
/// </summary>
static class Registered
{
    [IrcCommand("USER", At.Leaf)]
    [IrcCommand("PASS", At.Leaf)]
    static Decision Handle(Network net, Caller by, Line line) => ERR_ALREADYREGISTERED.For(by.Nick);
}
