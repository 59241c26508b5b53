using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>DEFCON [1-5]: what is held up while the network is attacked -
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
static class Defcon
{
    [IrcCommand("DEFCON", At.Root, OperOnly = true,
        Takes = "[1-5]", Says = "For operators: holds up registrations (4), messages (3) and joins (2) of strangers, "
            + "and newcomers (1); 5 is normal.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (line.Params.Count == 0) return BanLines.Notice(by, Now(net));
        if (line.Params[0] is not [>= '1' and <= '5' and var digit])
            return BanSetting.Fail(line.Command, "INVALID_PARAMS", line.Params[0], "A level is a number from 1 to 5");
        int level = digit - '0';
        return level == net.Defcon
            ? BanLines.Notice(by, Now(net))
            : new Decision(
                [new DefconSet(level, by.Nick)],
                [BanLines.Notice(by, $"DEFCON is {level} now: {DefconRules.MeaningOf(level)}")]);
    }

    private static string Now(Network net)
    {
        string locked = LockRules.Find(net, LockRules.Network) is null ? "" : "; the network is locked down besides";
        return $"DEFCON is {net.Defcon}: {DefconRules.MeaningOf(net.Defcon)}{locked}";
    }
}
