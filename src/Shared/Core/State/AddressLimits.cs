using System.Net;
using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>Connections that are counted together, and how many there may be; 0: any number.</summary>
/// <param name="Connections">At a time.</param>
/// <param name="Arrivals">New ones in <paramref name="Window"/> milliseconds.</param>
public readonly record struct AddressGroup(string Name, int Connections, int Arrivals, long Window)
{
    /// <summary>An address, or the network around it: the limit of a connection class counts.</summary>
    public bool IsOfAddress { get; init; }
}

/// <summary>
/// Which connections are counted together: those of an address or the network around it, those of networks that the
/// configuration names as one, those that come through Tor. server.ip-limits
/// </summary>
public sealed class AddressLimits
{
    private const string TorName = "tor";

    private readonly NetworkConfig _config;
    private readonly AddressSet _exempted;
    private readonly bool _isCounted;
    private readonly (CustomLimit Limit, AddressSet Nets)[] _custom;

    public AddressLimits(NetworkConfig config)
    {
        _config = config;
        IpLimitsConfig limits = config.Session.IpLimits;
        _exempted = new AddressSet(limits.Exempted);
        _isCounted = config.Session.ConnectionsPerAddress > 0 || limits.Arrivals > 0
            || config.Session.Classes.Any(c => c.PerAddress is not null);
        _custom = [.. limits.Custom.Select(c => (c, new AddressSet(c.Nets)))];
    }

    /// <summary>The group that the connection counts in; null if it is not counted.</summary>
    public AddressGroup? GroupOf(string address, Via via)
    {
        SessionConfig session = _config.Session;
        TorConfig tor = _config.Transport.Tor;
        if (via.HasFlag(Via.Tor)) return new AddressGroup(TorName, tor.Connections, tor.Arrivals, tor.Window);
        if (via.HasFlag(Via.Local) || !IPAddress.TryParse(address, out IPAddress? one)) return null;
        if (_exempted.Has(one)) return null;
        IpLimitsConfig limits = session.IpLimits;
        foreach ((CustomLimit limit, AddressSet nets) in _custom)
            if (nets.Has(one)) return new AddressGroup(limit.Name, limit.Connections, limit.Arrivals, limits.Window);
        if (!_isCounted) return null;
        string network = AddressRange.Around(one, limits.BitsV4, limits.BitsV6).ToString();
        return new AddressGroup(network, session.ConnectionsPerAddress, limits.Arrivals, limits.Window)
        {
            IsOfAddress = true,
        };
    }
}
