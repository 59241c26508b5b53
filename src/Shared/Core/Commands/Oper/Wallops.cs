using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>WALLOPS :text, to all users with +w - https://modern.ircdocs.horse/#wallops-message</summary>
static class Wallops
{
    [IrcCommand("WALLOPS", At.Root, MinParams = 1, OperOnly = true,
        Takes = ":text", Says = "For operators: says something to all users with mode +w.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        WallopsSent wallops = new(by.Id, line.Params[0]);
        return RelayRules.Fits(net, wallops.Line(by.User)) ? wallops : ERR_INPUTTOOLONG.For(by.Nick);
    }
}
