using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>Several connections as one user: who may, and which of them are there.</summary>
public static class SessionRules
{
    /// <summary>Whether several clients of the account may be one user, as its owner or the network says.</summary>
    public static bool MayBeSeveral(Network net, Account account) =>
        MayBeSeveral(net.Config.Accounts, account.Settings);

    private static bool MayBeSeveral(AccountsConfig config, AccountSettings? settings) =>
        config is { Exist: true, Multiclient: true } && (settings?.Multiclient ?? config.MulticlientByDefault);

    /// <inheritdoc cref="MayBeSeveral(Network, Account)"/>
    public static bool MayBeSeveral(Network net, string account) =>
        net.FindAccount(account) is { } row && MayBeSeveral(net, row);

    /// <summary>The same as far as a leaf can say: what the account's owner has set is not known there.</summary>
    public static bool IsOn(NetworkConfig config) => config.Accounts is { Exist: true, Multiclient: true };

    /// <summary>
    /// Whether the user stays when the last of their clients goes. They need the account's own nick for that, or one
    /// that is grouped with it: so an account has only so many of them.
    /// </summary>
    public static bool IsAlwaysOn(Network net, User user) =>
        user.Account is { } name && net.FindAccount(name) is { IsOpen: true } account && IsAlwaysOn(net, account)
        && AccountRules.OwnerOf(net, user.Nick)?.Name == name;

    /// <summary>The same of the account's users.</summary>
    public static bool IsAlwaysOn(Network net, Account account) => IsAlwaysOn(net.Config.Accounts, account.Settings);

    /// <summary>The same of an account with these settings.</summary>
    public static bool IsAlwaysOn(AccountsConfig config, AccountSettings? settings) =>
        MayBeSeveral(config, settings) && config.AlwaysOn.Holds(settings?.AlwaysOn);

    /// <summary>Whether such a user is away while nobody is connected.</summary>
    public static bool IsAutoAway(Network net, Account account) =>
        net.Config.Accounts.AutoAway.Holds(account.Settings?.AutoAway);

    /// <summary>What others are told of a user as whom nobody is connected, or nobody who says why not.</summary>
    public const string Disconnected = "User is currently disconnected";

    /// <summary>Whether the user is away, and with what message, follows from their connections.</summary>
    public static bool IsAwayBySessions(Network net, User user) =>
        IsAlwaysOn(net, user) && IsAutoAway(net, net.FindAccount(user.Account!)!);

    /// <summary>
    /// The away message of such a user: they are away if each of their connections is, and the newest message counts.
    /// </summary>
    public static string? AwayOf(User user)
    {
        if (user.Sessions.Any(s => s.Notes?.Away is null)) return null;
        return user.Sessions.Where(s => s.Notes!.Away != Silent).MaxBy(s => s.Notes!.AwayAt)?.Notes!.Away
            ?? Disconnected;
    }

    /// <summary>The away message of a client that says by itself that nobody is there.
    /// https://ircv3.net/specs/extensions/pre-away</summary>
    public const string Silent = "*";

    /// <summary>Why a user without any connection has to quit now; null: they stay.</summary>
    /// <param name="now">Unix milliseconds.</param>
    public static string? WhyQuit(Network net, User user, long now) =>
        user.DetachedAt is not { } since ? null
        : !IsAlwaysOn(net, user) ? "Disconnected"
        : net.Config.Accounts.AlwaysOnFor is > 0 and var most && now - since > most ? "Disconnected for too long"
        : null;

    /// <summary>
    /// Whether a newcomer who is logged in to that account becomes a further connection of this user, who has the nick
    /// that they want.
    /// </summary>
    public static bool MayAttach(Network net, User holder, string? account) =>
        account is not null && holder.Account == account && MayBeSeveral(net, account);

    /// <summary>Why that newcomer does not, as the code and the text of a FAIL; null: they do.</summary>
    /// <param name="device">What hangs of the same device makes room; null: none is named.</param>
    public static (string Code, string Text)? RefusalToAttach(
        Network net, User holder, bool isSecure, string? device) =>
        holder.Has(UserModes.Secure) && !isSecure && (holder.DetachedAt is null || IsSecureOnly(net, holder))
            ? ("INSECURE_SESSION", "Your other clients use TLS; this one has to use it too")
        : holder.Sessions.Count(s => !net.IsStale(s) && !s.IsOf(device)) >= User.SessionsMost
            ? ("TOO_MANY_SESSIONS", "Too many of your clients are connected; close one of them")
        : null;

    private static bool IsSecureOnly(Network net, User user) =>
        net.ChannelsOf(user.Id).Any(channel => channel.Has(ChannelModes.SecureOnly));

    /// <summary>
    /// Whether a user whose connection is gone for sure may come back within the grace time: by their token, or by
    /// their account.
    /// </summary>
    public static bool MayReturn(Network net, User user) =>
        user.Resume is not null || (user.Account is { } account && MayBeSeveral(net, account));
}
