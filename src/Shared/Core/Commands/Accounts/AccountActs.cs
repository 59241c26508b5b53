using IrcNats.Events;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>What happens when a user registers, logs in, or loses an account, whichever command asked for it.</summary>
static class AccountActs
{
    /// <summary>The nick becomes an account, with the password that was proved. If it has an e-mail address, nobody can
    /// log in before that is verified.</summary>
    public static IReadOnlyList<Event> Register(Caller by) => by.Email.IsEmpty
        ? [new AccountRegistered(by.Nick, by.Secret), new UserLoggedIn(by.Id, by.Nick)]
        : [new AccountRegistered(by.Nick, by.Secret) { Address = by.Email, By = by.Id }];

    /// <summary>Why no account can be registered with the address that was proved, or without one; null: one can.
    /// </summary>
    public static (string Code, string Text)? RefusalOfEmail(Network net, ReadOnlyMemory<byte> email) =>
        email.IsEmpty && net.Config.Accounts.Email.IsRequired
            ? ("TEMPORARILY_UNAVAILABLE", "The network could not check this; try again")
        : !email.IsEmpty && EmailRules.IsFull(net) ? ("TEMPORARILY_UNAVAILABLE", EmailRules.TooMany)
        : null;

    /// <summary>The address of an account was verified by its code. Who verified a new account is logged in to it.
    /// </summary>
    public static IReadOnlyList<Event> Verify(Network net, Caller by, Account account) =>
    [
        new AccountVerified(account.Name), .. account.IsUnverified ? LogIn(net, by, account) : [],
    ];

    /// <summary>Why the user may not verify the account with the code that was proved; null: they may.</summary>
    public static (string Code, string Text)? RefusalToVerify(Network net, User user, string name) =>
        EmailRules.RefusalToVerify(net.Config, user, name)
        ?? (net.FindAccount(name) is not { Unproved: not null } account
                ? ("INVALID_CODE", EmailRules.WrongCode)
            : !account.IsUnverified && user.Account != account.Name
                ? ("ACCOUNT_REQUIRED", "Log in to the account first")
            : account.IsUnverified && RefusalToLogInAfter(net, account) is { } why
                ? ("TEMPORARILY_UNAVAILABLE", why)
            : null);

    private static string? RefusalToLogInAfter(Network net, Account account) =>
        AccountRules.RefusalToLogIn(net, account with { Unproved = null });

    /// <summary>The user is logged in to the account, instead of another.</summary>
    /// <param name="device">That the client named; null: none.</param>
    public static IReadOnlyList<Event> LogIn(Network net, Caller by, Account account, string? device = null) =>
        LogIn(net, by.User, account.Name, by.Session, device);

    /// <inheritdoc cref="LogIn(Network, Caller, Account, string?)"/>
    /// <remarks>The user gets the statuses that the account has in the channels where they are.</remarks>
    public static IReadOnlyList<Event> LogIn(
        Network net, User user, string account, SessionId session, string? device) =>
    [
        .. user.Account == account ? [] : Attachment.Only(user, session, NotOfAccount),
        LoggedIn(user, account, session, device), .. VhostActs.Rehost(net, user, net.FindAccount(account)?.Vhost),
        .. AccessGrants.OfLogin(net, user, account),
    ];

    private static UserLoggedIn LoggedIn(User user, string account, SessionId session, string? device) =>
        user.NotesOf(session).Device == device
            ? new UserLoggedIn(user.Id, account)
            : new UserLoggedIn(user.Id, account) { Session = session, Device = device };

    private const string NotOfAccount = "Another of your clients left the account";

    /// <summary>The user is logged out, and has their own host again. Other connections than that one end.</summary>
    public static IReadOnlyList<Event> LogOut(Network net, User user, SessionId session)
    {
        BanSubject without = BanRules.SubjectOf(user) with { Account = null };
        NetworkBan? ban = net.Bans.HitsAnybody ? net.Bans.Find(without, net.Config.Casemapping) : null;
        return
        [
            .. Attachment.Only(user, session, NotOfAccount), new UserLoggedOut(user.Id),
            .. VhostActs.Rehost(net, user, vhost: null),
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
