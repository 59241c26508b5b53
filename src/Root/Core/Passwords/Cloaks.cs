using System.Net;
using System.Security.Cryptography;
using System.Text;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Root.Passwords;

/// <summary>
/// Hosts that stand for addresses: a keyed hash of the network around the address. Users with the same address have the
/// same host, and nobody without the secret finds the address by trying all there are. Only roots have the secret.
/// </summary>
public sealed class Cloaks(CloakConfig config, string secret)
{
    // Five bits each. https://www.rfc-editor.org/rfc/rfc4648#section-6
    private const string Digits = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsPerDigit = 5;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret);

    /// <summary>The cloak; null if the text is no address.</summary>
    public string? Of(string address)
    {
        if (!IPAddress.TryParse(address, out IPAddress? one)) return null;
        string network = AddressRange.Around(one, config.BitsV4, config.BitsV6).ToString();
        byte[] hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(network));
        return $"{Shown(hash)}.{config.Netname}";
    }

    private string Shown(byte[] hash)
    {
        StringBuilder shown = new();
        for (int at = 0; at < config.Bits; at += BitsPerDigit)
        {
            int digit = 0;
            for (int bit = at; bit < at + BitsPerDigit; bit++)
                digit = (digit << 1) | (bit < config.Bits ? (hash[bit / 8] >> (7 - bit % 8)) & 1 : 0);
            shown.Append(Digits[digit]);
        }

        return shown.ToString();
    }
}
