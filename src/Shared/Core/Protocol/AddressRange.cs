using System.Globalization;
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
        if (AddressText.TryParse(text, out IPAddress? one)) return Around(one, 32, 128);
        if (!TryParseAround(text, out IPNetwork network))
            throw new FormatException($"'{text}' is neither an address nor ADDRESS/BITS");
        return AddressText.TryParse(text.Split('/')[0], out IPAddress? first) && first.Equals(network.BaseAddress)
            ? network
            : throw new FormatException($"'{text}' is an address within {network}; write that, or the address alone");
    }

    /// <summary>ADDRESS/BITS, where the address may be any of the network.</summary>
    public static bool TryParseAround(ReadOnlySpan<char> text, out IPNetwork network)
    {
        network = default;
        int slash = text.IndexOf('/');
        if (slash < 0 || !AddressText.TryParse(text[..slash], out IPAddress? address)) return false;
        ReadOnlySpan<char> digits = text[(slash + 1)..];
        if (digits is ['0', _, ..] || !int.TryParse(
            digits, NumberStyles.None, CultureInfo.InvariantCulture, out int bits)) return false;
        if (bits > address.GetAddressBytes().Length * 8) return false;
        network = Around(address, bits, bits);
        return true;
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

    /// <summary>What is wrong with the text; null when it is a set.</summary>
    public static string? Fault(string text)
    {
        if (text == Localhost) return null;
        try
        {
            Parse(text);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    /// <summary>Whether one of the valid sets contains the address. A text that is no address is in none.</summary>
    public static bool AnyHas(IReadOnlyList<string> sets, string address) =>
        sets.Count > 0 && AddressText.TryParse(address, out IPAddress? one)
        && new AddressSet(sets).Has(one);
}
