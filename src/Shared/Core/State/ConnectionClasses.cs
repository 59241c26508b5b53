using System.Net;
using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>What of a client decides of which class it is.</summary>
public readonly record struct ClientOrigin(string Address, Via Via, bool IsSecure, bool HasGateway, string? Account)
{
    /// <summary>Where the address is; null: nobody knows.</summary>
    public Location? Place { get; init; }

    public static ClientOrigin Of(User user) =>
        new(user.Address, user.Via, user.Has(UserModes.Secure), user.Gateway is not null, user.Account)
        {
            Place = user.Place,
        };

    public static ClientOrigin Of(User user, UserSession session) =>
        new(session.Address, session.Via, user.Has(UserModes.Secure), session.Gateway is not null, user.Account)
        {
            Place = session.Place,
        };

    /// <summary>Every way in which it came.</summary>
    public CameBy By => (IsSecure ? CameBy.Tls : CameBy.Plain)
        | (HasGateway ? CameBy.Gateway : CameBy.AnyWay)
        | (Via.HasFlag(Via.WebSocket) ? CameBy.Websocket : CameBy.AnyWay)
        | (Via.HasFlag(Via.Tor) ? CameBy.Tor : CameBy.AnyWay)
        | (Via.HasFlag(Via.Local) ? CameBy.Unix : CameBy.AnyWay);
}

/// <summary>
/// Finds the class of a client, and counts the connections of each class over all leaves. What it finds depends on
/// nothing but the configuration and the client: root and leaves find the same.
/// </summary>
public sealed class ConnectionClasses
{
    private readonly (ConnectionClass Class, AddressSet Nets)[] _classes;
    private readonly int[] _connections;

    public ConnectionClasses(IReadOnlyList<ConnectionClass> classes)
    {
        _classes = [.. classes.Select(c => (c, new AddressSet(c.Nets)))];
        _connections = new int[_classes.Length];
    }

    /// <summary>Each class with the number of its connections, in the order in which they are looked at.</summary>
    public IEnumerable<(ConnectionClass Class, int Connections)> Counts =>
        _classes.Select((c, i) => (c.Class, _connections[i]));

    /// <summary>The client's class; null: it has everybody's limits.</summary>
    public ConnectionClass? Of(in ClientOrigin origin) =>
        IndexOf(origin) is >= 0 and var index ? _classes[index].Class : null;

    /// <summary>Whether one more client is too many for its class.</summary>
    public bool IsFull(in ClientOrigin origin) => IndexOf(origin) is >= 0 and var index
        && _classes[index].Class.Clients is { } most && _connections[index] >= most;

    /// <summary>
    /// The group with the limit of the client's class, if the class has one for each address. The client may still log
    /// in: then the most generous limit of those that may come to hold.
    /// </summary>
    public AddressGroup Limit(in AddressGroup group, in ClientOrigin origin, bool mayLogIn)
    {
        if (!group.IsOfAddress || _classes.Length == 0) return group;
        if (!mayLogIn) return Limit(group, Of(origin));
        AddressGroup loosest = Limit(group, Of(origin)), later = Limit(group, Of(origin with { Account = "*" }));
        return loosest.Connections == 0 || (later.Connections > 0 && loosest.Connections >= later.Connections)
            ? loosest
            : later;
    }

    /// <summary>A connection came (+1) or went (-1).</summary>
    internal void Count(in ClientOrigin origin, int change)
    {
        if (IndexOf(origin) is >= 0 and var index) _connections[index] += change;
    }

    // Addresses are read once, and only if a class asks for them.
    private int IndexOf(in ClientOrigin origin)
    {
        CameBy by = origin.By;
        IPAddress? address = null;
        for (int i = 0; i < _classes.Length; i++)
        {
            (ConnectionClass one, AddressSet nets) = _classes[i];
            if (one.By != CameBy.AnyWay && (one.By & by) == 0) continue;
            if (one.Account is { } loggedIn && loggedIn != origin.Account is not null) continue;
            if (!one.IsOf(origin.Place)) continue;
            if (one.Nets.Count == 0) return i;
            if (address is null && !AddressText.TryParse(origin.Address, out address)) continue;
            if (nets.Has(address)) return i;
        }

        return -1;
    }

    private static AddressGroup Limit(in AddressGroup group, ConnectionClass? of) =>
        of?.PerAddress is { } most ? group with { Connections = most } : group;
}
