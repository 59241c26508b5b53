using System.Globalization;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Tests.Commands;
using IrcNats.Wire;

namespace IrcNats.Tests.State;

/// <summary>Bans of the network: which of them hit whom, however they are filed.</summary>
public sealed class BanTableTests
{
    // Parts of masks and users that nearly match each other.
    private static readonly string[] s_nicks = ["bob", "Bobby", "eve", "b?b", "*b*", "*"],
        s_users = ["~u", "user", "us?r", "*"],
        s_hosts =
        [
            "host.example", "a.host.example", "*.example", "*.host.example", "a*.example", "192.0.2.1", "192.0.2.*",
            "192.0.*", "192.0.2.0/24", "2001:db8::1", "2001:db8:*", "2001:db8::/32", "*st.example", "*",
        ],
        s_addresses = ["192.0.2.1", "192.0.3.1", "2001:db8::1", "0::1"];

    public static TheoryData<string, string, bool> Addresses => new()
    {
        { "192.0.2.1", "192.0.2.1", true },
        { "192.0.2.1", "192.0.2.2", false },
        { "192.0.2.0/24", "192.0.2.255", true },
        { "192.0.2.0/24", "192.0.3.0", false },
        { "192.0.2.0/31", "192.0.2.1", true },
        { "10.0.0.0/8", "10.255.255.255", true },
        { "2001:db8::/32", "2001:db8:ffff::1", true },
        { "2001:db8::/32", "2001:db9::1", false },
        { "2001:db8::1", "2001:db8::1", true },
        { "0::1", "0::1", true },
        { "::ffff:192.0.2.1", "192.0.2.1", true },
        { "192.0.2.1", "host.example", false },
    };

    [Theory, MemberData(nameof(Addresses))]
    public void An_address_is_found_by_its_prefix(string banned, string address, bool isHit)
    {
        TestNetwork network = With(banned);
        BanTable bans = network.Net.Bans;
        Assert.Equal(isHit, bans.FindAddress(address) is not null);
        network.Apply(new BanLifted(BanKind.Address, Read(banned).Text, null));
        Assert.Null(bans.FindAddress(address));
        Assert.False(bans.HitsAnybody);
    }

    [Fact]
    public void The_narrowest_ban_of_an_address_is_the_one_that_counts()
    {
        BanTable bans = With("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3").Net.Bans;
        Assert.Equal("10.1.2.3", bans.FindAddress("10.1.2.3")!.Target);
        Assert.Equal("10.1.0.0/16", bans.FindAddress("10.1.2.4")!.Target);
        Assert.Equal("10.0.0.0/8", bans.FindAddress("10.2.0.1")!.Target);
    }

    // Whatever a mask is filed under: it hits exactly those who match it.
    [Fact]
    public void A_mask_hits_whoever_matches_it_and_nobody_else()
    {
        string[] masks =
        [
            .. from nick in s_nicks
               from user in s_users
               from host in s_hosts
               let mask = $"{nick}!{user}@{host}"
               where BanTarget.Read(mask, out BanTarget target) is null && target.Kind == BanKind.Mask
               select mask,
        ];
        Assert.True(masks.Length > 200);
        int hits = 0;
        foreach (string mask in masks)
        {
            TestNetwork network = With(mask);
            BanTable bans = network.Net.Bans;
            foreach (BanSubject who in Subjects())
            {
                bool isHit = bans.Find(who, Casemapping.Ascii) is not null;
                Assert.True(isHit == Matches(mask, who), $"{mask} and {who.Nick}!{who.Username}@{who.Hosts[0]}");
                if (isHit) hits++;
            }

            network.Apply(new BanLifted(BanKind.Mask, Read(mask).Text, null));
            Assert.All(Subjects(), who => Assert.Null(bans.Find(who, Casemapping.Ascii)));
        }

        Assert.True(hits > 200);
    }

    [Fact]
    public void A_network_that_is_saved_and_loaded_has_the_same_bans()
    {
        TestNetwork network = new();
        foreach (string target in (string[])["192.0.2.0/24", "eve!*@*", "*bot*!*@*"])
            network.Apply(new BanSet(Ban(target) with { ExpiresAt = TestNetwork.Now + 5 }));
        network.Apply(new BanSet(new NetworkBan(BanKind.Nick, "help*", "kept", "root!r@h", 1)));
        network.Apply(new BanSet(new NetworkBan(BanKind.Channel, "#dev", "kept", "root!r@h", 1)));
        Network loaded = Network.Load(network.Net.Save());
        Assert.Equal(Codec.Digest(network.Net), Codec.Digest(loaded));
        Assert.NotNull(loaded.Bans.FindAddress("192.0.2.1"));
        Assert.NotNull(loaded.Bans.FindNick("Helper", Casemapping.Ascii));
        Assert.NotNull(loaded.Bans.FindChannel("#DEV", Casemapping.Ascii));
        Assert.Equal(3, loaded.Bans.Timed.Count());
    }

    [Fact]
    public void There_are_so_many_and_no_more()
    {
        TestNetwork network = With(
            [.. from i in Enumerable.Range(0, BanTable.MostWild) select $"*wild{Number(i)}*!*@*"]);
        BanTable bans = network.Net.Bans;
        Assert.Contains("patterns", bans.Refusal(BanKind.Mask, "*more*!*@*", Casemapping.Ascii)!);
        Assert.Null(bans.Refusal(BanKind.Mask, "*wild1*!*@*", Casemapping.Ascii));
        Assert.Null(bans.Refusal(BanKind.Mask, "more!*@*", Casemapping.Ascii));
        for (int i = bans.Count; i < BanTable.Most; i++) network.Apply(new BanSet(Ban($"nick{Number(i)}!*@*")));
        Assert.Contains("as many bans", bans.Refusal(BanKind.Mask, "more!*@*", Casemapping.Ascii)!);
        Assert.Contains("as many bans", bans.Refusal(BanKind.Address, "192.0.2.1", Casemapping.Ascii)!);
    }

    private static IEnumerable<BanSubject> Subjects() =>
        from nick in (string[])["bob", "bobby", "EVE", "x"]
        from user in (string[])["~u", "user", "usar"]
        from host in (string[])["host.example", "a.host.example", "ab.example", "192.0.2.1"]
        from address in s_addresses
        select new BanSubject(nick, user, [host], address);

    // In the plainest way.
    private static bool Matches(string mask, in BanSubject who)
    {
        string nickAndUser = $"{who.Nick}!{who.Username}";
        return AddressMask.Read(mask, Casemapping.Ascii)?.Matches(nickAndUser, who.Address) == true
            || Mask.Matches(mask, $"{nickAndUser}@{who.Hosts[0]}")
            || Mask.Matches(mask, $"{nickAndUser}@{who.Address}");
    }

    private static TestNetwork With(params string[] targets)
    {
        TestNetwork network = new();
        foreach (string target in targets) network.Apply(new BanSet(Ban(target)));
        return network;
    }

    private static NetworkBan Ban(string text) => new(Read(text).Kind, Read(text).Text, "reason", "root!r@h", 1);

    private static BanTarget Read(string text)
    {
        Assert.Null(BanTarget.Read(text, out BanTarget target));
        return target;
    }

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);
}
