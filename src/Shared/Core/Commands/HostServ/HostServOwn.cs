using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// HostServ ON, OFF, STATUS and REQUEST: what an account's owner does with its vhost.
/// https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
static class HostServOwn
{
    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("ON", "", "shows your account's vhost", (net, by, _) => Switch(net, by, isOn: true)),
        new("OFF", "", "shows the host that you have without it", (net, by, _) => Switch(net, by, isOn: false)),
        new("STATUS", "", "tells which vhost your account has", Status),
        new("REQUEST", "host", "asks the operators for a vhost; OFF as host takes the request back", Request),
    ];

    private static Decision Switch(Network net, Caller by, bool isOn)
    {
        if (VhostActs.OwnOf(net, by) is not { } account) return HostServ.Notice(net, by, "You are not logged in");
        if (account.Vhost is not { Host: not null } vhost)
            return HostServ.Notice(net, by, "Your account has no vhost");
        if (vhost.IsOn == isOn) return HostServ.Notice(net, by, $"Your vhost is {(isOn ? "on" : "off")} already");
        return new Decision(
            [.. VhostActs.Set(net, account, vhost with { IsOn = isOn })],
            [HostServ.Notice(net, by, $"Your vhost is {(isOn ? "on" : "off")} now")]);
    }

    private static Decision Status(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (VhostActs.OwnOf(net, by) is not { } account) return HostServ.Notice(net, by, "You are not logged in");
        return Decision.Reply(VhostActs.Shown(account).Select(text => HostServ.Notice(net, by, text)));
    }

    private static Decision Request(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return HostServ.Usage(net, by, "REQUEST");
        if (VhostActs.OwnOf(net, by) is not { } account) return HostServ.Notice(net, by, "You are not logged in");
        Vhost before = account.Vhost ?? new Vhost();
        if (words[1].Equals("OFF", StringComparison.OrdinalIgnoreCase))
            return before.Requested is null
                ? HostServ.Notice(net, by, "Your account has asked for no vhost")
                : new Decision(
                    [.. VhostActs.Set(net, account, before with { Requested = null })],
                    [HostServ.Notice(net, by, "Your request is taken back")]);
        if (VhostActs.Fault(net, words[1]) is { } fault) return HostServ.Notice(net, by, fault);
        if (before.Requested == words[1]) return HostServ.Notice(net, by, "You asked for that already");
        if (before.Requested is null && net.VhostRequests.Count >= Vhost.RequestsMost)
            return HostServ.Notice(net, by, "The operators have as many requests as can wait; try again later");
        return new Decision(
            [.. VhostActs.Set(net, account, before with { Requested = words[1] })],
            [HostServ.Notice(net, by, "The operators are asked for that vhost")]);
    }
}
