using IrcNats.Events;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>What happens when a user registers, logs in, or loses an account, whichever command asked for it.</summary>
static class AccountActs
{
    /// <summary>The nick becomes an account, with the password that was proved.</summary>
    public static IReadOnlyList<Event> Register(Caller by) =>
        [new AccountRegistered(by.Nick, by.Secret), new UserLoggedIn(by.Id, by.Nick)];

    /// <summary>The user is logged in to the account, instead of another.</summary>
    public static IReadOnlyList<Event> LogIn(Network net, Caller by, Account account) =>
        LogIn(net, by.User, account.Name);

    /// <inheritdoc cref="LogIn(Network, Caller, Account)"/>
    /// <remarks>The user gets the statuses that the account has in the channels where they are.</remarks>
    public static IReadOnlyList<Event> LogIn(Network net, User user, string account) =>
    [
        new UserLoggedIn(user.Id, account), .. VhostActs.Rehost(net, user, net.FindAccount(account)?.Vhost),
        .. AccessGrants.OfLogin(net, user, account),
    ];

    /// <summary>The user is logged out, and has their own host again.</summary>
    public static IReadOnlyList<Event> LogOut(Network net, User user)
    {
        BanSubject without = BanRules.SubjectOf(user) with { Account = null };
        NetworkBan? ban = net.Bans.HitsAnybody ? net.Bans.Find(without, net.Config.Casemapping) : null;
        return
        [
            new UserLoggedOut(user.Id), .. VhostActs.Rehost(net, user, vhost: null),
            .. ban is null ? [] : new[] { new UsersBanned([user.Id], BanRules.ReasonTold(ban)) },
        ];
    }

    /// <summary>The account is given up, with its channels, and everybody who is logged in to it is quit.</summary>
    public static IReadOnlyList<Event> Unregister(Network net, Account account) =>
    [
        new AccountUnregistered(account.Name),
        .. net.ChannelsFoundedBy(account.Name).Select(channel => new ChannelUnregistered(channel.Channel)),
        .. QuitAll(net, account.Name, "Account unregistered"),
    ];

    /// <summary>Quits everybody who is logged in to the account.</summary>
    public static IEnumerable<Event> QuitAll(Network net, string account, string reason) =>
        net.UsersOf(account).Select(user => new UserQuit(user, reason));
}
