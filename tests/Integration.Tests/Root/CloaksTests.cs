using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Root;

/// <summary>Hosts that stand for addresses.</summary>
public sealed class CloaksTests
{
    private const string Secret = "sixteen bytes or more";

    private static readonly CloakConfig s_config = new() { Enabled = true };

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8::2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("192.0.2.1", "0::1", false)]
    public void The_same_network_has_the_same_host(string one, string other, bool same)
    {
        Cloaks cloaks = new(s_config, Secret);
        Assert.Equal(same, cloaks.Of(one) == cloaks.Of(other));
    }

    // A host that has been banned must mean the same address after an upgrade.
    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(160)]
    public void It_is_a_host_with_as_many_letters_as_said(int bits)
    {
        string cloak = new Cloaks(s_config with { Bits = bits }, Secret).Of("192.0.2.1")!;
        Assert.True(Names.IsHostname(cloak, new Limits().HostLen), cloak);
        Assert.Equal((bits + 4) / 5 + ".irc".Length, cloak.Length);
        Assert.StartsWith(cloak[..6], new Cloaks(s_config, Secret).Of("192.0.2.1"));
    }

    [Fact]
    public void Another_secret_gives_another_host() =>
        Assert.NotEqual(
            new Cloaks(s_config, Secret).Of("192.0.2.1"), new Cloaks(s_config, Secret + "!").Of("192.0.2.1"));

    [Theory]
    [InlineData(Via.Network, true)]
    [InlineData(Via.Tor, false)]
    public void Who_registers_has_their_cloak_unless_they_come_through_Tor(Via via, bool has)
    {
        Cloaks cloaks = new(s_config, Secret);
        Network network = new();
        Replay.Apply(network, 1, Writer.Election(network, "root-1", new NetworkConfig(), 1000));
        Writer writer = new(network, new Stage(), RootSecrets.None with { Cloaks = cloaks });
        SessionOpened ask = new(1, "alice", "al", "Alice", "192.0.2.1", "192.0.2.1", true, null) { Via = via };
        writer.Take(new Request(2, "leaf-1", 1, 1, 1, ask), "x", 2000);
        Assert.Equal(has ? cloaks.Of("192.0.2.1") : null, network.FindUser("alice")!.Cloak);
    }

    [Fact]
    public void Who_was_banned_by_an_earlier_cloak_still_is()
    {
        const string Newer = "another secret of enough bytes";
        string old = new Cloaks(s_config, Secret).Of("192.0.2.1")!;
        Network network = new();
        Replay.Apply(network, 1, Writer.Election(network, "root-1", new NetworkConfig(), 1000));
        Writer writer = new(network, new Stage(), RootSecrets.None with
        {
            Cloaks = new Cloaks(s_config, Newer, Secret),
        });
        writer.Take(new Request(2, "leaf-1", 1, 1, 1, Ask(1, "alice", "192.0.2.9")), "x", 2000);
        Say(2, "JOIN #dev");
        Say(3, $"MODE #dev +b *!*@{old}");
        writer.Take(new Request(2, "leaf-1", 1, 4, 4, Ask(2, "bob", "192.0.2.1")), "x", 2000);
        User bob = network.FindUser("bob")!;
        Assert.NotEqual(old, bob.Cloak);
        Assert.Equal(bob.Cloak, bob.Host);
        Assert.True(IrcNats.Rules.ListRules.IsBanned(network, bob, network.FindChannel("#dev")!));

        void Say(ulong number, string line) =>
            writer.Take(new Request(2, "leaf-1", 1, number, number, new ClientLine(1, null, line)), "x", 2000);

        static SessionOpened Ask(ulong session, string nick, string address) =>
            new(session, nick, "u", "r", address, address, true, null);
    }

    private sealed class Stage : IRootPorts
    {
        public void Append(ulong seq, Entry entry) { }
        public void Reply(string to, Reply reply) { }
        public void Faulted(Request request, Exception fault) => throw new InvalidOperationException("it threw", fault);
    }
}
