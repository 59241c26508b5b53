using System.Net;

namespace IrcNats.Protocol;

/// <summary>A hostmask's pattern with a network in the place of the host: nick!user@ADDRESS/BITS.</summary>
public static class AddressMask
{
    /// <summary>Whether the pattern is of that kind, the address in its network, and nick and user fit.</summary>
    public static bool Matches(ReadOnlySpan<char> mask, string nickAndUser, string address, Casemapping map)
    {
        int at = mask.LastIndexOf('@');
        return at >= 0 && AddressRange.TryParseAround(mask[(at + 1)..], out IPNetwork network)
            && AddressText.TryParse(address, out IPAddress? one) && network.Contains(one)
            && Mask.Matches(mask[..at], nickAndUser, map);
    }
}
