using System.Net;
using System.Text;
using Cassandra;
using Cassandra.Hosts;

namespace IrcNats.Cassandra.Tests.Inside;

/// <summary>Which hosts hold what.</summary>
public sealed class TokenRingTests
{
    private static readonly Dictionary<string, Replication> s_keyspaces = new()
    {
        ["simple"] = new Replication(2, null),
        ["racks"] = new Replication(0, new Dictionary<string, int> { ["dc1"] = 2, ["dc2"] = 1 }),
        ["more"] = new Replication(0, new Dictionary<string, int> { ["dc1"] = 9 }),
    };

    // Six hosts with one token each, in the ring's order: a1 a2 b1 c1 x1 x2; letters are racks, x is the other centre.
    private readonly Host[] _hosts =
    [
        Make(1, "dc1", "a", -3000), Make(2, "dc1", "a", -2000), Make(3, "dc1", "b", -1000), Make(4, "dc1", "c", 0),
        Make(5, "dc2", "x", 1000), Make(6, "dc2", "x", long.MaxValue),
    ];

    [Fact]
    public void A_keyspace_that_is_not_known_has_no_replicas() =>
        Assert.Empty(new TokenRing(_hosts, s_keyspaces).Replicas("other", [1]));

    [Fact]
    public void Replicas_follow_the_owner_around_the_ring()
    {
        // Almost every token lies between 1000 and the largest, or before -3000, which is the first host's.
        byte[] late = KeyWhere(t => t > 1000), early = KeyWhere(t => t < -3000);
        Assert.Equal([6, 1], Replicas("simple", late));
        Assert.Equal([1, 2], Replicas("simple", early));
    }

    [Fact]
    public void Each_data_centre_has_its_own_and_racks_come_before_neighbours()
    {
        Assert.Equal([1, 3, 5], Replicas("racks", KeyWhere(t => t < -3000)));
        Assert.Equal([6, 1, 3], Replicas("racks", KeyWhere(t => t > 1000)));
    }

    [Fact]
    public void More_replicas_than_hosts_are_all_hosts() =>
        Assert.Equal([1, 2, 3, 4], Replicas("more", KeyWhere(t => t < -3000)));

    // `SELECT token(…)` of a real server.
    [Theory]
    [InlineData("", 0)]
    public void An_empty_key_has_the_token_that_the_hash_begins_with(string key, long token) =>
        Assert.Equal(token, Murmur3.Token(Encoding.UTF8.GetBytes(key)));

    private int[] Replicas(string keyspace, byte[] key) =>
        [.. new TokenRing(_hosts, s_keyspaces).Replicas(keyspace, key).Select(h => h.Address.Port)];

    private static byte[] KeyWhere(Predicate<long> fits) =>
        Enumerable.Range(0, 10_000).Select(i => Encoding.UTF8.GetBytes($"{i}")).First(k => fits(Murmur3.Token(k)));

    private static Host Make(int port, string datacenter, string rack, long token)
    {
        IPEndPoint address = new(IPAddress.Loopback, port);
        Host host = new(address);
        host.Learn(new HostFacts(address, Guid.NewGuid(), datacenter, rack, null, [token], null));
        return host;
    }
}
