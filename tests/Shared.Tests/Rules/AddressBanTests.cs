using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Tests.Commands;

namespace IrcNats.Tests.Rules;

/// <summary>Masks of channels with a network in the place of the host: whom they match, and whom not.</summary>
public sealed class AddressBanTests
{
    private const string Open = "192.0.2.1";

    private readonly TestNetwork _network = new();
    private readonly User _alice;

    public AddressBanTests()
    {
        _alice = _network.Add("alice");
        _network.Do(_alice, "JOIN #dev");
    }

    [Theory]
    [InlineData("192.0.2.0/24", true)]
    [InlineData("*!*@192.0.2.0/24", true)]
    [InlineData("*!*@192.0.2.77/24", true)]
    [InlineData("*!*@192.0.2.1/32", true)]
    [InlineData("*!*@0.0.0.0/0", true)]
    [InlineData("bob!*@192.0.2.0/24", true)]
    [InlineData("BOB!us?r@192.0.2.0/24", true)]
    [InlineData("t:30m:*!*@192.0.2.0/24", true)]
    [InlineData("U:*!*@192.0.2.0/24", true)]
    [InlineData("eve!*@192.0.2.0/24", false)]
    [InlineData("*!*@192.0.3.0/24", false)]
    [InlineData("*!*@192.0.2.0/33", false)]
    [InlineData("*!*@192.0.2/24", false)]
    [InlineData("*!*@::/0", false)]
    [InlineData("s:*!*@192.0.2.0/24", false)]
    [InlineData("!U:*!*@192.0.2.0/24", false)]
    [InlineData("r:192.0.2.0/24", false)]
    public void A_network_matches_who_is_in_it(string mask, bool isBanned) =>
        Assert.Equal(isBanned, IsKeptOut(mask, Bob(Open, Open)));

    [Theory]
    [InlineData("*!*@2001:db8::/32", true)]
    [InlineData("2001:db8::7/64", true)]
    [InlineData("*!*@2001:db9::/32", false)]
    [InlineData("*!*@0.0.0.0/0", false)]
    public void So_it_is_with_IPv6(string mask, bool isBanned) =>
        Assert.Equal(isBanned, IsKeptOut(mask, Bob("2001:db8::7", "2001:db8::7")));

    // The address of a name is no secret; what is behind a cloak or an operator's host could be found out by banning.
    [Theory]
    [InlineData("dsl.example.net", "dsl.example.net", null, true)]
    [InlineData("abcdefg.irc", null, "abcdefg.irc", false)]
    [InlineData("abcdefg.irc", "dsl.example.net", "abcdefg.irc", false)]
    [InlineData("staff.example.net", null, null, false)]
    [InlineData("staff.example.net", "dsl.example.net", "abcdefg.irc", false)]
    public void A_hidden_address_is_matched_by_nothing(string host, string? hostname, string? cloak, bool isBanned)
    {
        User bob = Bob(Open, host) with { Hostname = hostname, Cloak = cloak };
        Assert.Equal(isBanned, IsKeptOut("*!*@192.0.2.0/24", bob));
        Assert.Equal(isBanned, IsKeptOut("*!*@192.0.2.1", bob with { Id = _network.Net.NextUser, Nick = "rob" }));
    }

    [Fact]
    public void A_mask_of_that_kind_silences_and_excepts_too()
    {
        User bob = Bob(Open, Open);
        _network.Apply(new UserRegistered(bob));
        _network.Do(bob, "JOIN #dev");
        _network.Do(_alice, "MODE #dev +b m:192.0.2.0/24");
        Assert.Equal(Numeric.ERR_CANNOTSENDTOCHAN.Code, Assert.Single(_network.Do(bob, "PRIVMSG #dev :hi")).Command);
        _network.Do(_alice, "MODE #dev +e m:192.0.2.0/25");
        Assert.Empty(_network.Do(bob, "PRIVMSG #dev :hi"));
    }

    private User Bob(string address, string host) => new()
    {
        Id = _network.Net.NextUser, Nick = "bob", Username = "user", Host = host, Realname = "Bob", Address = address,
        Session = new SessionId("leaf1", 1, 77),
    };

    private bool IsKeptOut(string mask, User user)
    {
        _network.Apply(new UserRegistered(user with { Session = new SessionId("leaf1", 1, 70 + user.Id.Value) }));
        _network.Do(_alice, $"MODE #dev +b {mask}");
        bool isKeptOut = _network.Do(_network.Net.FindUser(user.Id)!, "JOIN #dev").Count > 0;
        _network.Do(_alice, $"MODE #dev -b {mask}");
        return isKeptOut;
    }
}
