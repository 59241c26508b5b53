using System.Net;

namespace IrcNats.Protocol;

/// <summary>
/// Sets of addresses as operators write them: one address, ADDRESS/BITS (CIDR), or localhost for this machine.
/// https://www.rfc-editor.org/rfc/rfc4632
/// </summary>
public static class AddressRange
{
    /// <summary>This machine's addresses.</summary>
    public const string Localhost = "localhost";

    private const int IPv4Bytes = 4;

    /// <exception cref="FormatException">The text is no such set.</exception>
    public static IPNetwork Parse(string text)
    {
        if (IPNetwork.TryParse(text, out IPNetwork network)) return network;
        return IPAddress.TryParse(text, out IPAddress? one)
            ? new IPNetwork(one, one.GetAddressBytes().Length * 8)
            : throw new FormatException($"'{text}' is neither an address nor ADDRESS/BITS");
    }

    /// <summary>The network around an address: those that have so many leading bits in common with it.</summary>
    public static IPNetwork Around(IPAddress address, int bitsV4, int bitsV6)
    {
        byte[] bytes = address.GetAddressBytes();
        int bits = bytes.Length == IPv4Bytes ? bitsV4 : bitsV6;
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] &= (byte)(0xff00 >> Math.Clamp(bits - 8 * i, 0, 8));
        return new IPNetwork(new IPAddress(bytes), bits);
    }

    public static bool IsValid(string text) =>
        text == Localhost || IPNetwork.TryParse(text, out _) || IPAddress.TryParse(text, out _);

    /// <summary>Whether one of the valid sets has the address; one that is no address is in none.</summary>
    public static bool AnyHas(IReadOnlyList<string> sets, string address) =>
        sets.Count > 0 && IPAddress.TryParse(address, out IPAddress? one)
        && new AddressSet(sets).Has(one);
}
