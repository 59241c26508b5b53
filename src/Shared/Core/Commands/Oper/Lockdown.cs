using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// LOCKDOWN [time] #channel|* [reason[|note]], UNLOCK #channel|*: nobody comes any more, and only those with a status
/// speak. The channel's modes stay as they are, so that it is afterwards what it was. There is no such verb elsewhere;
/// it takes the words of KLINE. https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
static class Lockdown
{
    [IrcCommand("LOCKDOWN", At.Root, MinParams = 1, OperOnly = true,
        Takes = "[time] #channel|* [reason[|note]] | LIST [mask]",
        Says = "For operators: lets nobody in, and only those with a status speak, in a channel or everywhere.")]
    static Decision Close(Network net, Caller by, Line line)
    {
        BanWords words = BanWords.Before(line.Params);
        if (words.Fault is { } wrong) return BanSetting.Fail(line.Command, "INVALID_PARAMS", words.Target, wrong);
        return BanTarget.ReadLock(words.Target, net.Config.Limits, out BanTarget target) is { } fault
            ? BanSetting.Fail(line.Command, "INVALID_TARGET", words.Target, fault)
            : BanSetting.Set(net, by, line.Command, words, target);
    }

    [IrcCommand("UNLOCK", At.Root, MinParams = 1, OperOnly = true,
        Takes = "#channel|*", Says = "For operators: ends a lockdown.")]
    static Decision Open(Network net, Caller by, Line line) =>
        BanTarget.ReadLock(line.Params[0], net.Config.Limits, out BanTarget target) is { } fault
            ? BanSetting.Fail(line.Command, "INVALID_TARGET", line.Params[0], fault)
            : BanSetting.Lift(net, by, line.Command, line.Params[0], target);
}

/// <summary>LOCKDOWN LIST: the leaf lists lockdowns -
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
[IrcCommand("LOCKDOWN", At.Session, Reads = true)]
static class LockdownList;
