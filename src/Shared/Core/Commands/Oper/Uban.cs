using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// UBAN ADD target [FORCE] [REQUIRE-SASL|EXEMPT] [DURATION time] [reason[|note]] and UBAN DEL target: bans of the
/// network, whatever the target is - https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
static class Uban
{
    [IrcCommand("UBAN", At.Root, MinParams = 2, OperOnly = true, Looks = nameof(Looks),
        Takes = "ADD target [FORCE] [REQUIRE-SASL|EXEMPT] [DURATION time] [reason[|note]] | DEL target | LIST [mask] | "
            + "INFO target",
        Says = "For operators: bans an address, a network, a mask, account:name or fingerprint:SHA-256.")]
    static Decision Handle(Network net, Caller by, Line line) => line.Params[0].ToUpperInvariant() switch
    {
        "ADD" => Add(net, by, line),
        "DEL" => Delete(net, by, line),
        var sub => BanSetting.Fail(line.Command, "INVALID_PARAMS", sub, "ADD target, DEL target, LIST, INFO target"),
    };

    private static long Looks(Network net, Caller by, Line line) => net.Users.Count + net.Bans.Count;

    private static Decision Add(Network net, Caller by, Line line)
    {
        BanWords words = BanWords.Behind(line.Params.Skip(1));
        if (words.Fault is { } wrong) return BanSetting.Fail(line.Command, "INVALID_PARAMS", words.Target, wrong);
        return BanTarget.Read(words.Target, out BanTarget target) is { } fault
            ? BanSetting.Fail(line.Command, "INVALID_TARGET", words.Target, fault)
            : BanSetting.Set(net, by, line.Command, words, target);
    }

    private static Decision Delete(Network net, Caller by, Line line) =>
        BanTarget.Read(line.Params[1], out BanTarget target) is { } fault
            ? BanSetting.Fail(line.Command, "INVALID_TARGET", line.Params[1], fault)
            : BanSetting.Lift(net, by, line.Command, line.Params[1], target);
}

/// <summary>UBAN LIST and UBAN INFO: the leaf answers from its replica -
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
[IrcCommand("UBAN", At.Session, Reads = true)]
static class UbanReads;
