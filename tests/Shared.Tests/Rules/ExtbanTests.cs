using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Tests.Commands;

namespace IrcNats.Tests.Rules;

/// <summary>Whom extended bans match, logged in or not; transcripts have no accounts.</summary>
public sealed class ExtbanTests
{
    private readonly TestNetwork _network = new();
    private readonly User _alice;

    public ExtbanTests()
    {
        _alice = _network.Add("alice");
        _network.Do(_alice, "JOIN #dev");
    }

    [Theory]
    [InlineData("+b R:bob", "bob", true)]
    [InlineData("+b R:BOB", "bob", true)]
    [InlineData("+b R:*", "bob", true)]
    [InlineData("+b R:bob", "robert", false)]
    [InlineData("+b R:bob", null, false)]
    [InlineData("+be *!*@* R:bob", "bob", false)]
    [InlineData("+be *!*@* R:bob", null, true)]
    [InlineData("+bI *!*@* R:bob", "bob", false)]
    [InlineData("+iI R:bob", "bob", false)]
    [InlineData("+iI R:bob", null, true)]
    [InlineData("+RI bob", null, false)]
    [InlineData("+R", null, true)]
    [InlineData("+R", "bob", false)]
    [InlineData("+b m:R:bob", "bob", false)]
    public void Who_is_logged_in_is_kept_out_or_let_in_by_account(string modes, string? account, bool isRefused)
    {
        User bob = LoggedIn("bob", account);
        _network.Do(_alice, $"MODE #dev {modes}");
        Assert.Equal(isRefused, _network.Do(bob, "JOIN #dev").Count > 0);
    }

    [Theory]
    [InlineData("+b m:R:bob", "bob", false)]
    [InlineData("+b m:R:bob", null, true)]
    [InlineData("+bee m:*!*@* m:R:bob bob", "bob", true)]
    [InlineData("+be m:*!*@* bob", "bob", false)]
    [InlineData("+M", null, false)]
    [InlineData("+M", "bob", true)]
    [InlineData("+MU", null, true)]
    public void Who_is_logged_in_talks_or_not_by_account(string modes, string? account, bool may)
    {
        User bob = LoggedIn("bob", account);
        _network.Do(bob, "JOIN #dev");
        _network.Do(_alice, $"MODE #dev {modes}");
        Channel dev = _network.Net.FindChannel("#dev")!;
        Assert.Equal(may, ChannelRules.RefusalToSay(_network.Net, bob, dev, "hello", now: 0) is null);
    }

    [Theory]
    [InlineData("c:#staff", true)]
    [InlineData("c:+#staff", true)]
    [InlineData("c:@#staff", false)]
    [InlineData("c:#nowhere", false)]
    public void Who_is_in_another_channel_is_matched_by_rank(string mask, bool isRefused)
    {
        User bob = LoggedIn("bob", null);
        _network.Do(_alice, "JOIN #staff");
        _network.Do(bob, "JOIN #staff");
        _network.Do(_alice, "MODE #staff +v bob");
        _network.Do(_alice, $"MODE #dev +b {mask}");
        Assert.Equal(isRefused, _network.Do(bob, "JOIN #dev").Count > 0);
    }

    [Fact]
    public void A_secret_channel_gives_nobody_away()
    {
        User bob = LoggedIn("bob", null);
        _network.Do(bob, "JOIN #staff");
        _network.Do(bob, "MODE #staff +s");
        _network.Do(_alice, "MODE #dev +b c:#staff");
        Assert.Empty(_network.Do(bob, "JOIN #dev"));
    }

    [Fact]
    public void Only_those_with_TLS_come_in_under_z()
    {
        TestNetwork secure = new();
        User alice = secure.Add("alice", UserModes.Secure);
        secure.Do(alice, "JOIN #dev");
        Assert.Empty(secure.Do(alice, "MODE #dev +z"));
        Assert.Empty(secure.Do(secure.Add("bob", UserModes.Secure), "JOIN #dev"));
        Assert.Equal(
            [Numeric.ERR_SECUREONLYCHAN.For("carol", "#dev")], secure.Do(secure.Add("carol"), "JOIN #dev"));
    }

    [Fact]
    public void There_are_no_more_permanent_channels_than_the_network_allows()
    {
        TestNetwork few = new(new NetworkConfig { Limits = new Limits { PermanentChannels = 1 } });
        User root = few.Add("root");
        few.Apply(new OperGranted(root.Id, new Oper("root", "is a server operator")));
        few.Do(root, "JOIN #a,#b");
        Assert.Empty(few.Do(root, "MODE #a +P"));
        Assert.Equal("437", Assert.Single(few.Do(root, "MODE #b +P")).Command);
        few.Do(root, "MODE #a -P");
        Assert.Empty(few.Do(root, "MODE #b +P"));
    }

    private User LoggedIn(string nick, string? account)
    {
        UserId id = _network.Net.NextUser;
        _network.Apply(new UserRegistered(new User
        {
            Id = id, Nick = nick, Username = "user", Host = "host.test", Realname = "Somebody", Account = account,
            Session = new SessionId("leaf1", 1, id.Value),
        }));
        return _network.Net.FindUser(id)!;
    }
}
