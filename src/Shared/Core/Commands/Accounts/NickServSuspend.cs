using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// NickServ SUSPEND, for operators with accreg: takes an account out of use, and quits everybody who is logged in to
/// it. https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
static class NickServSuspend
{
    // Bytes of a reason; accounts that one answer lists.
    private const int ReasonLen = 200, ListedMost = 100;

    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("SUSPEND", "ADD account [DURATION time] [reason] | DEL account | LIST",
            "ends every connection of an account, and lets nobody log in to it", Suspend)
        {
            Needs = OperCapabilities.Accounts,
        },
    ];

    private static Decision Suspend(Network net, Caller by, IReadOnlyList<string> words)
    {
        string sub = (words.ElementAtOrDefault(1) ?? "").ToUpperInvariant();
        if (sub == "LIST") return List(net, by);
        if (words.Count < 3 || sub is not ("ADD" or "DEL")) return NickServ.Usage(net, by, "SUSPEND");
        if (net.FindAccount(words[2]) is not { IsUnregistered: false } account)
            return NickServ.Notice(net, by, "There is no such account");
        return sub == "ADD" ? Add(net, by, account, [.. words.Skip(3)]) : Remove(net, by, account);
    }

    private static Decision Add(Network net, Caller by, Account account, string[] words)
    {
        if (account.Suspended is not null) return NickServ.Notice(net, by, "The account is suspended already");
        long? lasts = null;
        if (words is [var first, .. var rest] && first.Equals("DURATION", StringComparison.OrdinalIgnoreCase))
        {
            if (!(rest is [var time, ..] && Duration.TryParse(time, out long span) && span >= 1000))
                return NickServ.Notice(net, by, "DURATION needs a time such as 30m, 12h or 7d");
            (lasts, words) = (span, rest[1..]);
        }

        string reason = string.Join(' ', words), shown = lasts is { } l ? $" for {Duration.Show(l)}" : "";
        return new Decision(
            [
                new AccountSuspended(
                    account.Name, by.Nick,
                    reason.Length == 0 ? "No reason given" : Utf8Text.Truncate(reason, ReasonLen))
                {
                    Until = by.Now + lasts,
                },
                .. AccountActs.QuitAll(net, account.Name, "Account suspended"),
            ],
            [NickServ.Notice(net, by, $"The account {account.Name} is suspended{shown}")]);
    }

    private static Decision Remove(Network net, Caller by, Account account) => account.Suspended is null
        ? NickServ.Notice(net, by, "The account is not suspended")
        : new Decision(
            [new AccountReinstated(account.Name)],
            [NickServ.Notice(net, by, $"The account {account.Name} can be used again")]);

    private static Decision List(Network net, Caller by)
    {
        string[] told =
        [
            .. from account in net.SuspendedAccounts
               orderby account.Name
               select $"{account.Name}, by {account.Suspended!.By}{Left(account.Suspended, by.Now)}: "
                   + account.Suspended.Reason,
        ];
        return Decision.Reply(
            [
                .. told.Take(ListedMost).Select(text => NickServ.Notice(net, by, text)),
                NickServ.Notice(net, by, $"Suspended accounts: {told.Length}"),
            ]);
    }

    private static string Left(Suspension how, long now) => how.Until is { } until
        ? $", for another {Duration.Show(Math.Max(0, until - now) / 1000 * 1000)}"
        : "";
}
