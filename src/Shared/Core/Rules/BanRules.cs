using System.Net;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>Whom bans of the network hit, whom reservations keep out, and what they are told.</summary>
public static class BanRules
{
    /// <summary>Bytes of a reason and of a note: with <c>network.appeal</c> they fit into a line.</summary>
    public const int ReasonLen = 200;

    /// <summary>Bytes of network.appeal.</summary>
    public const int AppealLen = 150;

    /// <summary>What a ban is compared with of a user. A host or cloak behind which an address hides counts, too.
    /// </summary>
    public static BanSubject SubjectOf(User user) => new(user.Nick, user.Username, HostsOf(user), user.Address)
    {
        Account = user.Account, Certfp = user.Certfp, Place = user.Place,
    };

    /// <summary>The ban that hits the user, at any of their connections; null: none does.</summary>
    public static NetworkBan? Find(BanTable bans, User user, Casemapping map)
    {
        NetworkBan? found = bans.Find(SubjectOf(user), map);
        for (int i = 0; found is null && i < user.Further.Count; i++)
            found = bans.Find(SubjectOf(user, user.Further[i]), map);
        return found;
    }

    private static BanSubject SubjectOf(User user, UserSession session) =>
        new(user.Nick, user.Username, [user.Host, session.Hostname ?? session.Address], session.Address)
        {
            Account = user.Account, Certfp = session.Certfp, Place = session.Place,
        };

    private static string[] HostsOf(User user) =>
        user is { Hostname: null, Cloak: null, Oper: null } && user.Host == user.Address
            ? [user.Host]
            : [
                .. new[] { user.Host, user.Hostname, user.Cloak, user.Oper?.HostBefore, OfVhost(user) }
                    .OfType<string>(),
                .. user.EarlierCloaks ?? [],
            ];

    // What a vhost stands for of a user whose address has no name and no cloak.
    private static string? OfVhost(User user) =>
        user is { Hostname: null, Cloak: null } && user.Host != user.Address ? user.Address : null;

    /// <summary>
    /// The users that a ban hits, in the order in which they came; a reservation or an exemption hits nobody.
    /// </summary>
    public static IEnumerable<User> Hits(Network net, NetworkBan ban)
    {
        if (!ban.IsOfPeople) return [];
        Casemapping map = net.Config.Casemapping;
        BanTable one = new();
        one.Set(ban, map);
        return net.Users.Where(u => IsHit(SubjectOf(u)) || u.Further.Any(s => IsHit(SubjectOf(u, s))))
            .OrderBy(u => u.Id.Value);

        bool IsHit(BanSubject who) => one.Find(who, map) is not null && net.Bans.FindExemption(who, map) is null;
    }

    /// <summary>Why the user may not take the nick; null: no ban and no reservation is against it.</summary>
    public static string? RefusalOfNick(Network net, User user, string nick)
    {
        if (net.Bans.Count == 0) return null;
        if (net.Bans.Find(SubjectOf(user) with { Nick = nick }, net.Config.Casemapping) is { } ban)
            return $"This nick is banned: {ban.Reason}";
        return OperRules.May(user, OperCapabilities.Ban) ? null : RefusalOfNick(net, nick);
    }

    /// <summary>The same for somebody who is no user yet.</summary>
    public static string? RefusalOfNick(Network net, string nick) =>
        net.Bans.FindNick(nick, net.Config.Casemapping) is { } held ? $"This nick is reserved: {held.Reason}" : null;

    /// <summary>Why the user may not join a channel of that name, or give one that name; null: no reservation is
    /// against it.</summary>
    public static string? RefusalOfChannel(Network net, User user, string name) =>
        net.Bans.FindChannel(name, net.Config.Casemapping) is { } held && !OperRules.May(user, OperCapabilities.Ban)
            ? $"This channel is reserved: {held.Reason}"
            : null;

    /// <summary>What somebody is told whom a ban keeps out or ends: its reason and how to appeal, never its mask.
    /// </summary>
    public static string Told(NetworkConfig config, string reason) =>
        $"You are banned from this network: {reason}{(config.Admin.Appeal is { } appeal ? $" ({appeal})" : "")}";

    /// <summary>The reason of a ban, as whoever it hits is told it.</summary>
    public static string ReasonTold(NetworkBan ban) => ban.Effect == BanEffect.NeedsLogin
        ? $"log in to an account (SASL) to come in: {ban.Reason}"
        : ban.Reason;

    /// <summary>What a connection is told that a ban keeps out, and why it is closed then.</summary>
    public static (Line Told, string Closed) Refusal(NetworkConfig config, NetworkBan ban)
    {
        string told = Told(config, ReasonTold(ban));
        return (ban.Effect == BanEffect.NeedsLogin
            ? StandardReply.Fail("*", "ACCOUNT_REQUIRED", told)
            : Numeric("*", told), told);
    }

    /// <summary>465 with that text. https://modern.ircdocs.horse/#erryourebannedcreep-465</summary>
    public static Line Numeric(string nick, string told) =>
        (Protocol.Numeric.ERR_YOUREBANNEDCREEP with { Text = told }).For(nick);

    /// <summary>Whether the ban is about this machine's own addresses.</summary>
    public static bool IsOfLoopback(NetworkBan ban)
    {
        if (ban.Kind != BanKind.Address) return false;
        IPNetwork network = AddressRange.Parse(ban.Target);
        return IPAddress.IsLoopback(network.BaseAddress)
            || network.Contains(IPAddress.Loopback) || network.Contains(IPAddress.IPv6Loopback);
    }
}
