using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// What follows for the hosts of users when an account's vhost changes, or when they log in or out. An operator whose
/// block has a host keeps that.
/// </summary>
static class VhostActs
{
    /// <summary>The vhost as it is from now on, and the hosts of who is logged in to the account.</summary>
    public static IEnumerable<Event> Set(Network net, Account account, Vhost vhost)
    {
        Vhost? kept = vhost is { Host: null, Requested: null } ? null : vhost;
        yield return new AccountVhostSet(account.Name, kept);
        if (kept?.Shown == account.Vhost?.Shown) yield break;
        foreach (UserId id in net.UsersOf(account.Name))
            foreach (Event changed in Rehost(net, net.FindUser(id)!, kept)) yield return changed;
    }

    /// <summary>The user has the account's vhost from now on, or their own host if there is none.</summary>
    public static IEnumerable<Event> Rehost(Network net, User user, Vhost? vhost)
    {
        string host = vhost?.Shown ?? OwnHost(net, user);
        return user.Oper?.Host is not null || host == user.Host
            ? []
            : [new HostChanged(user.Id, user.Username, host)];
    }

    /// <summary>What it says of itself, in words.</summary>
    public static IEnumerable<string> Shown(Account account)
    {
        yield return account.Vhost is { Host: { } host } vhost
            ? $"{account.Name} has the vhost {host}, which is {(vhost.IsOn ? "on" : "off")}"
            : $"{account.Name} has no vhost";
        if (account.Vhost?.Requested is { } requested) yield return $"It asks for the vhost {requested}";
    }

    /// <summary>The account of who asks; null: they are not logged in.</summary>
    public static Account? OwnOf(Network net, Caller by) =>
        by.User.Account is { } name ? net.FindAccount(name) : null;

    /// <summary>Why it can be nobody's vhost; null: it can.</summary>
    public static string? Fault(Network net, string host) => Names.IsHostname(host, net.Config.Limits.HostLen)
        ? null
        : "A vhost is a host's name with a dot, such as staff.example.net";

    // As it was when the user came.
    private static string OwnHost(Network net, User user) => user.Via.HasFlag(Via.Tor)
        ? net.Config.Transport.Tor.Vhost
        : user.Cloak ?? user.Hostname ?? user.Address;
}
