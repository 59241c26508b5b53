using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// HOSTSERV and HS, and what is said to the nick HostServ (PRIVMSG): hosts that accounts have in the place of their
/// address (vhosts). https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
static class HostServ
{
    private static readonly Service s_service = new(
        AccountRules.HostServ, [.. HostServOwn.Verbs, .. HostServOpers.Verbs]);

    [IrcCommand("HOSTSERV", At.Root, Cost = 2,
        Takes = "command [parameters]", Says = "Vhosts of accounts; HOSTSERV HELP lists the commands.")]
    [IrcCommand("HS", At.Root, Cost = 2, Takes = "command [parameters]", Says = "The same as HOSTSERV.")]
    static Decision Handle(Network net, Caller by, Line line) => s_service.Handle(net, by, line);

    /// <summary>What HostServ says to the user.</summary>
    public static Line Notice(Network net, Caller by, string text) => s_service.Notice(net, by, text);

    /// <summary>How a command is written.</summary>
    public static Decision Usage(Network net, Caller by, string verb) => s_service.Usage(net, by, verb);

    /// <summary>HostServ tells everybody who is logged in to the account what somebody else did.</summary>
    public static IEnumerable<Event> Told(Network net, string account, string text) => net.UsersOf(account)
        .Select(id => new ServiceSaid(id, Services.HostmaskOf(net.Config, AccountRules.HostServ), text));
}
