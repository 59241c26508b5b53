using System.Net;

namespace IrcNats.Protocol;

/// <summary>A hostmask's pattern with a network in the place of the host, read once: nick!user@ADDRESS/BITS.</summary>
public sealed class AddressMask
{
    private readonly Glob _nickAndUser;
    private readonly IPNetwork _network;

    private AddressMask(Glob nickAndUser, IPNetwork network) => (_nickAndUser, _network) = (nickAndUser, network);

    /// <summary>Null: the pattern is of another kind.</summary>
    public static AddressMask? Read(string mask, Casemapping map)
    {
        int at = mask.LastIndexOf('@');
        return at >= 0 && mask.Contains('/', StringComparison.Ordinal)
            && AddressRange.TryParseAround(mask.AsSpan(at + 1), out IPNetwork network)
            ? new AddressMask(new Glob(mask[..at], map), network)
            : null;
    }

    /// <summary>Whether the address is in the network, and nick and user fit.</summary>
    public bool Matches(string nickAndUser, string address) =>
        AddressText.TryParse(address, out IPAddress? one) && _network.Contains(one)
        && _nickAndUser.Matches(nickAndUser);
}
