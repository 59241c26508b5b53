using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// RESV [time] nick|#channel [reason[|note]], UNRESV nick|#channel: only operators take such a nick or join such a
/// channel. Whoever has it, or is in it, stays. https://docs.inspircd.org/4/modules/cban/
/// </summary>
static class Resv
{
    [IrcCommand("RESV", At.Root, MinParams = 1, OperOnly = true,
        Takes = "[time] nick|#channel [reason[|note]] | LIST [mask]",
        Says = "For operators: keeps a nick or a channel from users; * and ? are wildcards.")]
    static Decision Reserve(Network net, Caller by, Line line)
    {
        BanWords words = BanWords.Before(line.Params);
        if (words.Fault is { } wrong) return BanSetting.Fail(line.Command, "INVALID_PARAMS", words.Target, wrong);
        return BanTarget.ReadName(words.Target, net.Config.Limits, out BanTarget target) is { } fault
            ? BanSetting.Fail(line.Command, "INVALID_TARGET", words.Target, fault)
            : BanSetting.Set(net, by, line.Command, words, target);
    }

    [IrcCommand("UNRESV", At.Root, MinParams = 1, OperOnly = true,
        Takes = "nick|#channel", Says = "For operators: takes a reservation off.")]
    static Decision Release(Network net, Caller by, Line line) =>
        BanTarget.ReadName(line.Params[0], net.Config.Limits, out BanTarget target) is { } fault
            ? BanSetting.Fail(line.Command, "INVALID_TARGET", line.Params[0], fault)
            : BanSetting.Lift(net, by, line.Command, line.Params[0], target);
}

/// <summary>RESV LIST: the leaf lists reservations - https://docs.inspircd.org/4/modules/cban/</summary>
[IrcCommand("RESV", At.Session, Reads = true)]
static class ResvList;
