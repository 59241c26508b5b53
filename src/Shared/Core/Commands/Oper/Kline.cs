using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// KLINE and DLINE [FORCE] [time] target [reason[|note]], UNKLINE and UNDLINE target: bans of the network by mask, or
/// by address - https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
static class Kline
{
    [IrcCommand("KLINE", At.Root, MinParams = 1, OperOnly = true, Looks = nameof(Looks),
        Takes = "[FORCE] [REQUIRE-SASL|EXEMPT] [time] mask [reason[|note]] | LIST [mask]",
        Says = "For operators: bans nick!user@host, account:name or fingerprint:SHA-256 from the network.")]
    static Decision Ban(Network net, Caller by, Line line) => Set(net, by, line, BanKind.Mask);

    [IrcCommand("DLINE", At.Root, MinParams = 1, OperOnly = true, Looks = nameof(Looks),
        Takes = "[FORCE] [REQUIRE-SASL|EXEMPT] [time] address[/bits] [reason[|note]] | LIST [mask]",
        Says = "For operators: bans an address, or a network of them.")]
    static Decision BanAddress(Network net, Caller by, Line line) => Set(net, by, line, BanKind.Address);

    [IrcCommand("UNKLINE", At.Root, MinParams = 1, OperOnly = true,
        Takes = "mask", Says = "For operators: takes a ban of KLINE or UBAN off.")]
    [IrcCommand("UNDLINE", At.Root, MinParams = 1, OperOnly = true,
        Takes = "address[/bits]", Says = "For operators: takes a ban of DLINE or UBAN off.")]
    static Decision Unban(Network net, Caller by, Line line) =>
        BanTarget.Read(line.Params[0], out BanTarget target) is { } fault
            ? BanSetting.Fail(line.Command, "INVALID_TARGET", line.Params[0], fault)
            : BanSetting.Lift(net, by, line.Command, line.Params[0], target);

    // Everybody is looked at, to know whom it hits.
    private static long Looks(Network net, Caller by, Line line) => net.Users.Count + net.Bans.Count;

    private static Decision Set(Network net, Caller by, Line line, BanKind kind)
    {
        BanWords words = BanWords.Before(line.Params);
        if (words.Fault is { } wrong) return BanSetting.Fail(line.Command, "INVALID_PARAMS", words.Target, wrong);
        if (BanTarget.Read(words.Target, out BanTarget target) is { } fault)
            return BanSetting.Fail(line.Command, "INVALID_TARGET", words.Target, fault);
        return kind == BanKind.Address && target.Kind != kind
            ? BanSetting.Fail(line.Command, "INVALID_TARGET", words.Target, "That is no address; KLINE bans masks")
            : BanSetting.Set(net, by, line.Command, words, target);
    }
}

/// <summary>KLINE LIST, DLINE LIST: the leaf lists bans -
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
[IrcCommand("KLINE", At.Session, Reads = true)]
[IrcCommand("DLINE", At.Session, Reads = true)]
static class KlineList;
