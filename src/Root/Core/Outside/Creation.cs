using IrcNats.Events;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core.Outside;

/// <summary>Accounts that somebody outside knows and the network does not: they are made with the first login.
/// </summary>
static class Creation
{
    /// <summary>Why there cannot be an account of that name; null: there can.</summary>
    public static string? Refusal(Network net, string name) =>
        (AccountRules.RefusalOfAccount(net, name) ?? DefconRules.RefusalToRegister(net)) is var (_, why)
            ? why
            : BanRules.RefusalOfNick(net, name);

    /// <summary>The account of a ticket that holds; null: it is there, or cannot be made.</summary>
    public static AccountRegistered? Of(Network net, Ticket ticket) =>
        ticket is { Creates: true, Account: { } name } && net.FindAccount(name) is null && Refusal(net, name) is null
            ? new AccountRegistered(name, default)
            : null;
}
