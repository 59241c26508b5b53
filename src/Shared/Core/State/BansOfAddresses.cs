using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// Bans of addresses and networks (CIDR). There is a dictionary for each length of prefix that occurs, so an address is
/// looked up once for each of these lengths, however many bans there are.
/// </summary>
sealed class BansOfAddresses
{
    private const int BitsV4 = 32, BitsV6 = 128;

    // The longest prefixes first, so that the narrowest ban is found.
    private readonly List<(int Bits, Dictionary<UInt128, NetworkBan> Bans)> _v4 = [], _v6 = [];

    public bool Any => _v4.Count + _v6.Count > 0;

    public void Add(NetworkBan ban)
    {
        IPNetwork network = AddressRange.Parse(ban.Target);
        var lengths = LengthsOf(network.BaseAddress);
        int at = lengths.FindIndex(l => l.Bits <= network.PrefixLength);
        if (at < 0) at = lengths.Count;
        if (at == lengths.Count || lengths[at].Bits != network.PrefixLength)
            lengths.Insert(at, (network.PrefixLength, []));
        lengths[at].Bans[Prefix(network.BaseAddress, network.PrefixLength)] = ban;
    }

    public void Remove(NetworkBan ban)
    {
        IPNetwork network = AddressRange.Parse(ban.Target);
        var lengths = LengthsOf(network.BaseAddress);
        int at = lengths.FindIndex(l => l.Bits == network.PrefixLength);
        lengths[at].Bans.Remove(Prefix(network.BaseAddress, network.PrefixLength));
        if (lengths[at].Bans.Count == 0) lengths.RemoveAt(at);
    }

    /// <summary>The narrowest ban of the address; null: it has none. A text that is no address has none.</summary>
    public NetworkBan? Find(string address)
    {
        if (!Any || !AddressText.TryParse(address, out IPAddress? one)) return null;
        if (one.IsIPv4MappedToIPv6) one = one.MapToIPv4();
        foreach ((int bits, Dictionary<UInt128, NetworkBan> bans) in LengthsOf(one))
            if (bans.TryGetValue(Prefix(one, bits), out NetworkBan? ban)) return ban;
        return null;
    }

    private List<(int Bits, Dictionary<UInt128, NetworkBan> Bans)> LengthsOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? _v4 : _v6;

    private static UInt128 Prefix(IPAddress address, int bits)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        UInt128 number = length == BitsV4 / 8
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt128BigEndian(bytes);
        int rest = (length == BitsV4 / 8 ? BitsV4 : BitsV6) - bits;
        // A shift by the whole width would be none.
        return bits == 0 ? 0 : number >> rest;
    }
}
