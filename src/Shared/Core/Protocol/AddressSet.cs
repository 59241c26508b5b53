using System.Net;

namespace IrcNats.Protocol;

/// <summary>Sets of addresses as operators write them (<see cref="AddressRange"/>), read once.</summary>
public sealed class AddressSet
{
    private readonly IPNetwork[] _networks;
    private readonly bool _hasLocalhost;

    /// <exception cref="FormatException">A text is no such set.</exception>
    public AddressSet(IReadOnlyList<string> texts)
    {
        _hasLocalhost = texts.Contains(AddressRange.Localhost);
        _networks = [.. texts.Where(t => t != AddressRange.Localhost).Select(AddressRange.Parse)];
    }

    public bool Has(IPAddress address)
    {
        if (_hasLocalhost && IPAddress.IsLoopback(address)) return true;
        foreach (IPNetwork network in _networks)
            if (network.Contains(address)) return true;
        return false;
    }
}
