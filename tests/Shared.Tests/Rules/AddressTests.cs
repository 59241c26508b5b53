using System.Net;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Tests.Commands;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Rules;

/// <summary>Which connections are counted together, how many there may be, and what bans see of them.</summary>
public sealed class AddressTests
{
    private static readonly AddressGroup s_group = new("192.0.2.1/32", 2, 3, 1000);

    private static readonly IpLimitsConfig s_custom = new()
    {
        Exempted = ["localhost", "203.0.113.0/24"],
        Custom = [new CustomLimit { Name = "campus", Nets = ["198.51.100.0/24", "2001:db8:1::/48"], Connections = 5 }],
    };

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1/32")]
    [InlineData("2001:db8::1", "2001:db8::/64")]
    [InlineData("0::1", null)]
    [InlineData("127.0.0.5", null)]
    [InlineData("203.0.113.9", null)]
    [InlineData("198.51.100.77", "campus")]
    [InlineData("2001:db8:1:2::3", "campus")]
    [InlineData("not an address", null)]
    public void Connections_are_counted_by_address_by_network_and_by_name(string address, string? group) =>
        Assert.Equal(group, LimitsOf(s_custom).GroupOf(address, Via.Network)?.Name);

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("2001:DB8::1", "2001:db8::1")]
    [InlineData("::", "::")]
    [InlineData("0::1", "::1")]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("1", null)]
    [InlineData("127.1", null)]
    [InlineData("1.2.3", null)]
    [InlineData("1.2.3.4.5", null)]
    [InlineData("010.0.0.1", null)]
    [InlineData("0x7f.0.0.1", null)]
    [InlineData("0x7f000001", null)]
    [InlineData("1.2.3.256", null)]
    [InlineData("1.2.3.", null)]
    [InlineData("1.2.3.4 ", null)]
    [InlineData(" 1.2.3.4", null)]
    [InlineData("+1.2.3.4", null)]
    [InlineData("[::1]", null)]
    [InlineData("[::1]:80", null)]
    [InlineData("fe80::1%eth0", null)]
    [InlineData("::ffff:010.0.0.1", null)]
    [InlineData("::1/128", null)]
    [InlineData("", null)]
    public void An_address_is_read_only_as_it_is_usually_written(string text, string? address)
    {
        Assert.Equal(address is not null, AddressText.TryParse(text, out IPAddress? read));
        Assert.Equal(address, read?.ToString());
    }

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.0/24")]
    [InlineData("192.0.2.1", "192.0.2.1/32")]
    [InlineData("::1", "::1/128")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    [InlineData("192.0.2.1/24", null)]
    [InlineData("192.0.2.0/33", null)]
    [InlineData("192.0.2.0/024", null)]
    [InlineData("192.0.2.0/ 24", null)]
    [InlineData("192.0.2.0/", null)]
    [InlineData("192.0.2/24", null)]
    [InlineData("010.0.0.0/8", null)]
    [InlineData("1", null)]
    [InlineData("/8", null)]
    public void So_is_a_set_of_addresses(string text, string? set)
    {
        Assert.Equal(set is null, AddressRange.Fault(text) is not null);
        if (set is null) Assert.Throws<FormatException>(() => AddressRange.Parse(text));
        else Assert.Equal(set, AddressRange.Parse(text).ToString());
    }

    [Fact]
    public void Who_comes_through_Tor_counts_as_one_group_and_a_Unix_socket_does_not_count()
    {
        AddressLimits limits = LimitsOf(new IpLimitsConfig { Exempted = [] });
        Assert.Equal(new AddressGroup("tor", 64, 64, 600_000), limits.GroupOf("127.0.0.1", Via.Tor));
        Assert.Null(limits.GroupOf("127.0.0.1", Via.Local));
        Assert.Equal("127.0.0.1/32", limits.GroupOf("127.0.0.1", Via.Network)?.Name);
    }

    [Property]
    public Property A_network_has_the_address_it_is_around() => Prop.ForAll(
        (from bytes in Gen.OneOf(Gen.ArrayOf(Gen.Choose(0, 255), 4), Gen.ArrayOf(Gen.Choose(0, 255), 16))
         from bits in Gen.Choose(1, 8 * bytes.Length)
         select (new IPAddress([.. bytes.Select(b => (byte)b)]), bits)).ToArbitrary(),
        drawn =>
        {
            IPNetwork network = AddressRange.Around(drawn.Item1, drawn.bits, drawn.bits);
            return network.Contains(drawn.Item1) && network.PrefixLength == drawn.bits
                && AddressRange.Around(network.BaseAddress, drawn.bits, drawn.bits).Equals(network);
        });

    [Property]
    public Property An_address_is_shown_so_that_it_can_be_a_parameter_and_read_again() => Prop.ForAll(
        (from bytes in Gen.OneOf(
             Gen.ArrayOf(Gen.Choose(0, 255), 4), Gen.ArrayOf(Gen.Elements(0, 0, 0, 1, 255), 16))
         from zone in Gen.Choose(0, 3)
         select bytes.Length == 4
             ? new IPAddress([.. bytes.Select(b => (byte)b)])
             : new IPAddress([.. bytes.Select(b => (byte)b)], zone)).ToArbitrary(),
        address =>
        {
            string shown = Names.ShownAddress(address);
            byte[] plain = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
            return !shown.StartsWith(':') && !shown.Contains('%', StringComparison.Ordinal)
                && IPAddress.Parse(shown).GetAddressBytes().SequenceEqual(plain);
        });

    [Fact]
    public void Those_who_are_there_count_until_they_leave_and_those_who_came_until_the_window_is_over()
    {
        AddressCounts counts = new();
        for (int i = 0; i < 2; i++) Come(now: 0);
        Assert.Equal("Too many connections from your address", counts.Refusal(s_group, 10));
        counts.Remove(s_group);
        Assert.Null(counts.Refusal(s_group, 10));
        Come(now: 500);
        counts.Remove(s_group);
        Assert.Equal(
            "Too many connections from your address lately; try again later", counts.Refusal(s_group, 999));
        Assert.Null(counts.Refusal(s_group, 1000));

        void Come(long now)
        {
            counts.Arrived(s_group, now);
            counts.Add(s_group);
        }
    }

    [Fact]
    public void Another_configuration_counts_those_who_are_there_anew()
    {
        TestNetwork net = new();
        net.Add("alice");
        net.Add("bob");
        NetworkConfig wide = new() { Session = new SessionConfig { IpLimits = new IpLimitsConfig { BitsV4 = 8 } } };
        net.Apply(new Events.ConfigChanged(wide));
        AddressGroup group = net.Net.AddressLimits.GroupOf("192.9.9.9", Via.Network)!.Value;
        Assert.NotNull(net.Net.AddressCounts.Refusal(group with { Connections = 2 }, TestNetwork.Now));
        Assert.Null(net.Net.AddressCounts.Refusal(group with { Connections = 3 }, TestNetwork.Now));
    }

    [Fact]
    public async Task Connections_to_all_leaves_count_together()
    {
        await using MemoryStage stage = new();
        SessionConfig session = TestConfig.Public.Session with { ConnectionsPerAddress = 2 };
        stage.Reconfigure(TestConfig.Public with { Session = session });
        Assert.True(stage.Connect("alice", At("192.0.2.1"), "leaf1"));
        Assert.True(stage.Connect("bob", At("192.0.2.1"), "leaf2"));
        Assert.True(stage.Connect("carol", At("192.0.2.1"), "leaf2"));
        await RegisterAsync(stage, "alice");
        await RegisterAsync(stage, "bob");
        await RegisterAsync(stage, "carol");
        Assert.Equal("ERROR :Too many connections from your address", stage.Inbox("carol").Last());
        Assert.False(stage.Connect("dave", At("192.0.2.1"), "leaf1"));
        Assert.Equal(["ERROR :Too many connections from your address"], stage.Inbox("dave"));
        Assert.True(stage.Connect("erin", At("192.0.2.2"), "leaf1"));
        await stage.CloseAsync("carol");
        await stage.SendAsync("alice", "QUIT");
        await stage.CloseAsync("alice");
        Assert.True(stage.Connect("frank", At("192.0.2.1"), "leaf2"));
        await RegisterAsync(stage, "frank");
        Assert.NotNull(stage.Root.FindUser("frank"));
    }

    [Fact]
    public async Task Coming_and_going_over_all_leaves_is_slowed_down()
    {
        await using MemoryStage stage = new();
        IpLimitsConfig limits = new() { Arrivals = 3, Window = 10_000 };
        stage.Reconfigure(TestConfig.Public with { Session = TestConfig.Public.Session with { IpLimits = limits } });
        for (int i = 0; i < 3; i++)
        {
            string nick = $"guest{i}";
            Assert.True(stage.Connect(nick, At("192.0.2.1"), i % 2 == 0 ? "leaf1" : "leaf2"));
            await RegisterAsync(stage, nick);
            await stage.SendAsync(nick, "QUIT");
        }

        Assert.False(stage.Connect("dave", At("192.0.2.1"), "leaf2"));
        Assert.Equal(
            ["ERROR :Too many connections from your address lately; try again later"], stage.Inbox("dave"));
        await stage.WaitAsync(TimeSpan.FromSeconds(11));
        Assert.True(stage.Connect("erin", At("192.0.2.1"), "leaf2"));
    }

    [Theory]
    [InlineData("*!*@cloak.irc", true)]
    [InlineData("*!*@older.irc", true)] // of a secret before
    [InlineData("*!*@dsl.example", false)] // what is hidden cannot be found out by banning
    [InlineData("*!*@192.0.2.*", false)]
    [InlineData("*!*@vhost.example", true)]
    [InlineData("m:*!*@192.0.2.1", false)]
    [InlineData("*!*@198.51.100.*", false)]
    public void A_ban_fits_what_others_see_and_the_cloak_behind_another_host(string mask, bool fits)
    {
        TestNetwork net = new();
        User op = net.Add("op");
        net.Do(op, "JOIN #c");
        net.Do(op, $"MODE #c +b {mask}");
        net.Apply(new Events.UserRegistered(op with
        {
            Id = net.Net.NextUser, Nick = "bob", Host = "vhost.example", Cloak = "cloak.irc",
            Hostname = "dsl.example", Address = "192.0.2.1", Session = new SessionId("leaf1", 1, 99),
            EarlierCloaks = ["old.irc", "older.irc"],
        }));
        User bob = net.Net.FindUser("bob")!;
        Assert.Equal(fits, ListRules.IsBanned(net.Net, bob, net.Net.FindChannel("#c")!));
    }

    private static AddressLimits LimitsOf(IpLimitsConfig limits) =>
        new(new NetworkConfig { Session = new SessionConfig { IpLimits = limits } });

    private static Peer At(string address) => new(address, address, false);

    private static async Task RegisterAsync(MemoryStage stage, string nick)
    {
        await stage.SendAsync(nick, $"NICK {nick}");
        await stage.SendAsync(nick, $"USER {nick} 0 * :{nick}");
    }
}
