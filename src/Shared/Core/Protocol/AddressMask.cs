using System.Buffers;
using System.Net;

namespace IrcNats.Protocol;

/// <summary>A pattern nick!user@ADDRESS/BITS, read once: its host is a network of addresses.</summary>
public sealed class AddressMask
{
    private static readonly SearchValues<char> s_v4 = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> s_v6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    private readonly Glob _nickAndUser;
    private readonly IPNetwork _network;

    private AddressMask(Glob nickAndUser, IPNetwork network) => (_nickAndUser, _network) = (nickAndUser, network);

    /// <summary>Null if the pattern is of another kind.</summary>
    public static AddressMask? Read(string mask, Casemapping map)
    {
        int at = mask.LastIndexOf('@');
        return at >= 0 && mask.Contains('/', StringComparison.Ordinal)
            && AddressRange.TryParseAround(mask.AsSpan(at + 1), out IPNetwork network)
            ? new AddressMask(new Glob(mask[..at], map), network)
            : null;
    }

    /// <summary>
    /// What is wrong with a pattern whose host was meant as a network of addresses, such as 192.0.2.0/33: it would
    /// match nobody. Null if nothing is wrong.
    /// </summary>
    public static string? Fault(string mask)
    {
        string host = mask[(mask.LastIndexOf('@') + 1)..];
        int slash = host.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || AddressRange.TryParseAround(host, out _)) return null;
        ReadOnlySpan<char> address = host.AsSpan(0, slash);
        return !address.ContainsAnyExcept(s_v4)
            || (address.Contains(':') && !address.ContainsAnyExcept(s_v6))
            ? $"'{host}' is no network of addresses, such as 192.0.2.0/24 or 2001:db8::/32"
            : null;
    }

    /// <summary>Whether the address is in the network, and nick and user fit.</summary>
    public bool Matches(string nickAndUser, string address) =>
        AddressText.TryParse(address, out IPAddress? one) && _network.Contains(one)
        && _nickAndUser.Matches(nickAndUser);
}
