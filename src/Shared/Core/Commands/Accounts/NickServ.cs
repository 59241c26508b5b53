using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// NICKSERV and NS, and what is said to the nick NickServ (PRIVMSG): commands about accounts, for people and for
/// clients that do not know SASL. https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
public static class NickServ
{
    private static readonly Service s_service = new(
        AccountRules.NickServ,
        [
            .. NickServIdentity.Verbs, .. NickServSettings.Verbs, .. NickServEmail.Verbs, .. NickServNicks.Verbs,
            .. NickServClients.Verbs, .. NickServSuspend.Verbs, .. NickServOpers.Verbs,
        ]);

    [IrcCommand("NICKSERV", At.Root, Secret = nameof(SecretOf), Cost = 2,
        Takes = "command [parameters]", Says = "Registers and uses accounts; NICKSERV HELP lists the commands.")]
    [IrcCommand("NS", At.Root, Secret = nameof(SecretOf), Cost = 2,
        Takes = "command [parameters]", Says = "The same as NICKSERV.")]
    static Decision Handle(Network net, Caller by, Line line) => s_service.Handle(net, by, line);

    static LineSecret? SecretOf(NetworkConfig config, User by, Line line) => s_service.SecretOf(config, by, line);

    /// <summary>What NickServ says to the user.</summary>
    public static Line Notice(Network net, Caller by, string text) => s_service.Notice(net, by, text);

    /// <inheritdoc cref="Notice(Network, Caller, string)"/>
    public static Line Notice(NetworkConfig config, string nick, string text) =>
        Services.Notice(config, AccountRules.NickServ, nick, text);

    /// <summary>How a command is written.</summary>
    public static Decision Usage(Network net, Caller by, string verb) => s_service.Usage(net, by, verb);
}
