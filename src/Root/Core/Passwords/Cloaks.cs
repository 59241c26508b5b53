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
/// <param name="earlier">The secrets before this one, whose cloaks masks may still have.</param>
public sealed class Cloaks(CloakConfig config, string secret, params IReadOnlyList<string> earlier)
{
    private readonly byte[][] _keys = [.. new[] { secret }.Concat(earlier).Select(Encoding.UTF8.GetBytes)];

    /// <summary>The cloak; null if the text is no address.</summary>
    public string? Of(string address) => AllOf(address) is [var cloak, ..] ? cloak : null;

    /// <summary>The same, and behind it what it was with the secrets before, the newest first.</summary>
    public IReadOnlyList<string> AllOf(string address)
    {
        if (!IPAddress.TryParse(address, out IPAddress? one)) return [];
        byte[] network = Encoding.UTF8.GetBytes(AddressRange.Around(one, config.BitsV4, config.BitsV6).ToString());
        return
        [
            .. from key in _keys
               select $"{Base32.Of(HMACSHA256.HashData(key, network), config.Bits)}.{config.Netname}",
        ];
    }
}
