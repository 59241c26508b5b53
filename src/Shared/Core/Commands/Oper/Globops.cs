using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>GLOBOPS :text, to all operators - https://docs.inspircd.org/4/modules/globops/</summary>
static class Globops
{
    [IrcCommand("GLOBOPS", At.Root, MinParams = 1, OperOnly = true,
        Takes = ":text", Says = "For operators: says something to all operators.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        GlobopsSent said = new(by.Id, line.Params[0]);
        string longest = new('n', net.Config.Limits.NickLen);
        return RelayRules.Fits(net, said.Line(longest, by.Nick)) ? said : ERR_INPUTTOOLONG.For(by.Nick);
    }
}
