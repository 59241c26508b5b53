using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// NickServ GROUP and UNGROUP, by which an account has several nicks, and LIST, for operators with accreg.
/// https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
static class NickServNicks
{
    // Accounts that one LIST shows, and that it looks at: the root decides nothing else meanwhile.
    private const int ListedMost = 100, LookedMost = 50_000;

    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("GROUP", "", "makes the nick that you have now one of your account's", Group),
        new("UNGROUP", "[nick]", "frees a nick of your account's, or the one that you have", Ungroup),
        new("LIST", "[mask]", "lists accounts", List) { Needs = OperCapabilities.Accounts },
    ];

    private static Decision Group(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (by.User.Account is not { } name || net.FindAccount(name) is not { } account)
            return NickServ.Notice(net, by, "You are not logged in");
        int most = net.Config.Accounts.AdditionalNicks;
        return AccountRules.OwnerOf(net, by.Nick) is { } owner
            ? NickServ.Notice(net, by, owner.Name == name
                ? $"{by.Nick} is one of your account's nicks already"
                : "This nick is another account's")
            : net.FindAccount(by.Nick) is not null
                ? NickServ.Notice(net, by, "This nick was an account: names are not given twice")
            : account.Nicks.Count >= most
                ? NickServ.Notice(net, by, $"An account has at most {most} nicks besides its name")
            : new Decision(
                [new AccountNicksSet(name, [.. account.Nicks, by.Nick])],
                [NickServ.Notice(net, by, $"{by.Nick} is one of your account's nicks now")]);
    }

    private static Decision Ungroup(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (by.User.Account is not { } name || net.FindAccount(name) is not { } account)
            return NickServ.Notice(net, by, "You are not logged in");
        Folded nick = net.Fold(words.Count > 1 ? words[1] : by.Nick);
        string[] rest = [.. account.Nicks.Where(n => net.Fold(n) != nick)];
        return rest.Length == account.Nicks.Count
            ? NickServ.Notice(net, by, "This is no nick of your account's besides its name")
            : new Decision(
                [new AccountNicksSet(name, rest)],
                [NickServ.Notice(net, by, "This nick is not one of your account's any more")]);
    }

    private static Decision List(Network net, Caller by, IReadOnlyList<string> words)
    {
        Glob mask = new(words.Count > 1 ? words[1] : "*", net.Config.Casemapping);
        string[] found =
        [
            .. net.Accounts.Take(LookedMost).Where(a => !a.IsUnregistered && mask.Matches(a.Name))
                .Select(a => a.Name).Order(StringComparer.Ordinal).Take(ListedMost),
        ];
        string end = net.Accounts.Count > LookedMost
            ? $"Shown: {found.Length} of the first {LookedMost} of {net.Accounts.Count} accounts"
            : $"Shown: {found.Length} of {net.Accounts.Count} accounts";
        return Decision.Reply(found.Append(end).Select(text => NickServ.Notice(net, by, text)));
    }
}
