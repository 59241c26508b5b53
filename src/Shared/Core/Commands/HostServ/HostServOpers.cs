using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// HostServ SET, DEL, WAITING, APPROVE and REJECT, for operators with vhosts.
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
static class HostServOpers
{
    // Requests that one list shows; bytes of a reason.
    private const int ListedMost = 100, ReasonLen = 200;

    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("SET", "account host", "gives an account a vhost", Set) { Needs = OperCapabilities.Vhosts },
        new("DEL", "account", "takes an account's vhost away", Delete) { Needs = OperCapabilities.Vhosts },
        new("WAITING", "", "lists who asks for which vhost", Waiting) { Needs = OperCapabilities.Vhosts },
        new("APPROVE", "account", "gives an account the vhost that it asked for", Approve)
        {
            Needs = OperCapabilities.Vhosts,
        },
        new("REJECT", "account [reason]", "refuses it", Reject) { Needs = OperCapabilities.Vhosts },
    ];

    private static Decision Set(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 3) return HostServ.Usage(net, by, "SET");
        if (Find(net, words[1]) is not { } account) return NoAccount(net, by);
        if (VhostActs.Fault(net, words[2]) is { } fault) return HostServ.Notice(net, by, fault);
        return Give(net, by, account, words[2]);
    }

    private static Decision Approve(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return HostServ.Usage(net, by, "APPROVE");
        if (Find(net, words[1]) is not { } account) return NoAccount(net, by);
        return account.Vhost?.Requested is { } host ? Give(net, by, account, host) : NoRequest(net, by, account);
    }

    private static Decision Give(Network net, Caller by, Account account, string host) => new(
        [
            Auditing.Note(by, "HOSTSERV", account.Name, host),
            .. VhostActs.Set(net, account, new Vhost { Host = host, IsOn = true }),
            .. HostServ.Told(net, account.Name, $"Your vhost is {host} now"),
        ],
        [HostServ.Notice(net, by, $"{account.Name} has the vhost {host} now")]);

    private static Decision Reject(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return HostServ.Usage(net, by, "REJECT");
        if (Find(net, words[1]) is not { } account) return NoAccount(net, by);
        if (account.Vhost is not { Requested: { } host } vhost) return NoRequest(net, by, account);
        string reason = Utf8Text.Truncate(string.Join(' ', words.Skip(2)), ReasonLen);
        string told = reason.Length == 0
            ? $"Your request for the vhost {host} is refused"
            : $"Your request for the vhost {host} is refused: {reason}";
        return new Decision(
            [
                Auditing.Note(by, "HOSTSERV", account.Name, $"REJECT {host} {reason}".TrimEnd()),
                .. VhostActs.Set(net, account, vhost with { Requested = null }),
                .. HostServ.Told(net, account.Name, told),
            ],
            [HostServ.Notice(net, by, $"{account.Name} does not get the vhost {host}")]);
    }

    private static Decision Delete(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return HostServ.Usage(net, by, "DEL");
        if (Find(net, words[1]) is not { } account) return NoAccount(net, by);
        if (account.Vhost?.Host is null) return HostServ.Notice(net, by, $"{account.Name} has no vhost");
        return new Decision(
            [
                Auditing.Note(by, "HOSTSERV", account.Name, "DEL"),
                .. VhostActs.Set(net, account, account.Vhost with { Host = null, IsOn = false }),
                .. HostServ.Told(net, account.Name, "Your vhost was taken away"),
            ],
            [HostServ.Notice(net, by, $"{account.Name} has no vhost any more")]);
    }

    private static Decision Waiting(Network net, Caller by, IReadOnlyList<string> words)
    {
        string[] told =
        [
            .. from account in net.VhostRequests
               orderby account.Name
               select $"{account.Name}: {account.Vhost!.Requested}",
        ];
        return Decision.Reply(
            told.Take(ListedMost).Append($"Requests: {told.Length}").Select(text => HostServ.Notice(net, by, text)));
    }

    private static Account? Find(Network net, string name) =>
        net.FindAccount(name) is { IsOwned: true } account ? account : null;

    private static Decision NoAccount(Network net, Caller by) => HostServ.Notice(net, by, "There is no such account");

    private static Decision NoRequest(Network net, Caller by, Account account) =>
        HostServ.Notice(net, by, $"{account.Name} has asked for no vhost");
}
