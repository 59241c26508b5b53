using System.Text;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>Who may register and use which name. What is refused comes with the code of a standard reply.</summary>
public static class AccountRules
{
    /// <summary>Users who may be logged in to one account at a time.</summary>
    public const int LoginsMost = 50;

    /// <summary>Bytes of a password.</summary>
    public const int PasswordMost = 300;

    /// <summary>The nick that stands for commands about accounts.</summary>
    public const string NickServ = "NickServ";
    /// <summary>The nick that stands for commands about registered channels.</summary>
    public const string ChanServ = "ChanServ";

    /// <summary>The nick that stands for commands about vhosts.</summary>
    public const string HostServ = "HostServ";

    /// <summary>The nicks of services, which nobody may have. The command of each has the same name.</summary>
    public static IReadOnlyList<string> Services { get; } = [NickServ, ChanServ, HostServ, "HistServ"];

    /// <summary>The service of that nick, as it is written; null: there is none.</summary>
    public static string? ServiceOf(NetworkConfig config, string nick)
    {
        Folded folded = Folded.Of(nick, config.Casemapping);
        foreach (string service in Services)
            if (Folded.Of(service, config.Casemapping) == folded) return service;
        return null;
    }

    public static bool IsService(NetworkConfig config, string nick) => ServiceOf(config, nick) is not null;

    /// <summary>Whether the nick is for who is logged in to the account whose it is, and that is not this user.
    /// </summary>
    /// <param name="account">That the user is logged in to; null: none.</param>
    public static bool IsReserved(Network net, string nick, string? account) =>
        net.Config.Accounts is { Exist: true, ReservesNicks: true } config
        && OwnerOf(net, nick) is { } owner && owner.Name != account
        && EnforcementOf(config, owner) == NickEnforcement.Strict;

    /// <summary>The account whose nick it is, by its name or because it is grouped; null: nobody's.</summary>
    public static Account? OwnerOf(Network net, string nick) =>
        net.FindAccount(nick) is { IsOwned: true } account ? account : net.FindAccountOfNick(nick);

    /// <summary>Whether an account's nicks are for its users alone, as its owner or the network says.</summary>
    public static NickEnforcement EnforcementOf(AccountsConfig config, Account account) =>
        config.CustomEnforcement && account.Enforcement != NickEnforcement.Default ? account.Enforcement
        : config.ReservesOnDemand ? NickEnforcement.None
        : NickEnforcement.Strict;

    public static Line Reserved(string nick) => StandardReply.Fail(
        "NICK", "ACCOUNT_REQUIRED", "This nick is registered; log in to its account first", nick);

    public static bool IsPassword(string text) =>
        text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= PasswordMost;

    /// <summary>Why a user may not register their nick, as far as a leaf can say; null: they may.</summary>
    public static (string Code, string Text)? RefusalToRegister(NetworkConfig config, User user) =>
        !config.Accounts.Exist || !config.Accounts.Registration
            ? ("DISALLOWED", "Accounts cannot be registered here")
        : user.Account is { } account
            ? ("ALREADY_AUTHENTICATED", $"You are already logged in as {account}")
        : null;

    /// <summary>Why a user may not register their nick; null: they may.</summary>
    public static (string Code, string Text)? RefusalToRegister(Network net, User user) =>
        RefusalToRegister(net.Config, user) ?? DefconRules.RefusalToRegister(net) ?? RefusalOfName(net, user.Nick);

    /// <summary>Why somebody who is no user yet may not register an account of that name; null: they may.</summary>
    public static (string Code, string Text)? RefusalToRegister(Network net, string name) =>
        net.Config.Accounts is not { Exist: true, Registration: true, BeforeConnect: true }
            ? ("DISALLOWED", "Accounts cannot be registered here")
        : !Names.IsNick(name, net.Config.Limits.NickLen) || IsService(net.Config, name)
            || BanRules.RefusalOfNick(net, name) is not null
            ? ("BAD_ACCOUNT_NAME", "Nobody may have this nick")
        : net.FindUser(name) is { } holder && !net.IsGone(holder)
            ? ("ACCOUNT_EXISTS", "Somebody else has this nick")
        : DefconRules.RefusalToRegister(net) ?? RefusalOfName(net, name);

    /// <summary>Why there cannot be an account of that name, whoever registers it; null: there can.</summary>
    public static (string Code, string Text)? RefusalOfAccount(Network net, string name) =>
        !Names.IsNick(name, net.Config.Limits.NickLen) || IsService(net.Config, name)
            ? ("BAD_ACCOUNT_NAME", "Nobody may have this nick")
            : RefusalOfName(net, name);

    private static (string Code, string Text)? RefusalOfName(Network net, string name) =>
        net.FindAccount(name) is null && net.FindAccountOfNick(name) is null
            ? null
            : ("ACCOUNT_EXISTS", "This name is registered, or was: names are not given twice");

    /// <summary>Why one more user may not log in to an account; null: they may.</summary>
    public static string? RefusalToLogIn(Network net, Account account) =>
        account.IsUnregistered ? "There is no such account any more"
        : account.IsUnverified ? EmailRules.Unverified
        : account.Suspended is not null ? "The account is suspended"
        : net.Bans.FindAccount(account.Name, net.Config.Casemapping) is { } ban
            ? BanRules.Told(net.Config, ban.Reason)
        : net.UsersOf(account.Name).Count >= LoginsMost ? "Too many are logged in to this account"
        : null;
}
