using IrcNats.Events;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>What happens when a user registers, logs in, or loses an account, whichever command asked for it.</summary>
static class AccountActs
{
    /// <summary>The nick becomes an account, with the password that was proved.</summary>
    public static IReadOnlyList<Event> Register(Caller by) =>
        [new AccountRegistered(by.Nick, by.Secret), new UserLoggedIn(by.Id, by.Nick)];

    /// <summary>The user is logged in to the account, instead of another.</summary>
    public static IReadOnlyList<Event> LogIn(Caller by, Account account) => [new UserLoggedIn(by.Id, account.Name)];

    /// <summary>Quits everybody who is logged in to the account.</summary>
    public static IEnumerable<Event> QuitAll(Network net, string account, string reason) =>
        net.UsersOf(account).Select(user => new UserQuit(user, reason));
}
