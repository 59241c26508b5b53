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
    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret);

    /// <summary>The cloak; null if the text is no address.</summary>
    public string? Of(string address)
    {
        if (!IPAddress.TryParse(address, out IPAddress? one)) return null;
        string network = AddressRange.Around(one, config.BitsV4, config.BitsV6).ToString();
        byte[] hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(network));
        return $"{Base32.Of(hash, config.Bits)}.{config.Netname}";
    }
}
