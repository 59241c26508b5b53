using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Tests.Commands;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Rules;

/// <summary>Several connections as one user, in numbers: TLS, how many, addresses, how long. docs/bouncer.md</summary>
public sealed class SessionRulesTests
{
    private const long Most = 1000;

    private readonly TestNetwork _network = new(TestConfig.Public with
    {
        Accounts = TestConfig.Public.Accounts with { AlwaysOn = OwnersChoice.Mandatory, AlwaysOnFor = Most },
        Session = TestConfig.Public.Session with { ConnectionsPerAddress = 3 },
    });

    public SessionRulesTests() => _network.Apply(new AccountRegistered("alice", default));

    [Fact]
    public void Whoever_uses_TLS_is_joined_with_TLS_only()
    {
        Come(1, "192.0.2.1", isSecure: true);
        Assert.Empty(Come(2, "192.0.2.1").Events);
        Assert.Contains(Come(2, "192.0.2.1").Replies, l => l.Params[1] == "INSECURE_SESSION");
        Assert.IsType<SessionAttached>(Come(2, "192.0.2.1", isSecure: true).Events[0]);
        // Nobody is connected: the next one may have none, if no channel wants it.
        Go(1);
        Go(2);
        Come(3, "192.0.2.1");
        Assert.False(Alice.Has(UserModes.Secure));
    }

    [Fact]
    public void There_are_so_many_at_a_time()
    {
        for (ulong i = 1; i <= User.SessionsMost; i++) Come(i, $"192.0.2.{i}");
        Assert.Equal(User.SessionsMost, Alice.Sessions.Count);
        Assert.Contains(Come(99, "192.0.2.99").Replies, l => l.Params[1] == "TOO_MANY_SESSIONS");
        // Those of a process that was followed by another make room.
        _network.Apply(new LeafStarted("leaf1", 2));
        Assert.Equal(1 + User.SessionsMost, Come(99, "192.0.2.99", incarnation: 2).Events.Count);
        Assert.Equal(new SessionId("leaf1", 2, 99), Assert.Single(Alice.Sessions).Id);
    }

    [Fact]
    public void Each_counts_at_its_address()
    {
        for (ulong i = 1; i <= 3; i++) Assert.NotEmpty(Come(i, "192.0.2.1").Events);
        Assert.Contains(Come(4, "192.0.2.1").Replies, l => l.Command == "ERROR");
        Assert.NotEmpty(Come(4, "198.51.100.1").Events);
        Go(1);
        Assert.NotEmpty(Come(5, "192.0.2.1").Events);
        foreach (ulong i in (ulong[])[2, 3, 4, 5]) Go(i);
        // Who is not connected counts nowhere.
        for (ulong i = 6; i <= 8; i++) Assert.NotEmpty(Come(i, "192.0.2.1").Events);
    }

    [Fact]
    public void Without_any_they_stay_for_so_long_and_are_no_operators()
    {
        Come(1, "192.0.2.1");
        _network.Apply(new OperGranted(Alice.Id, new Oper("root", "is an operator")));
        Go(1);
        Assert.Equal(TestNetwork.Now, Alice.DetachedAt);
        Assert.Empty(Alice.Sessions);
        Assert.False(Alice.IsOper);
        Assert.Null(SessionRules.WhyQuit(_network.Net, Alice, TestNetwork.Now + Most));
        Assert.NotNull(SessionRules.WhyQuit(_network.Net, Alice, TestNetwork.Now + Most + 1));
        Network saved = Network.Load(Codec.DecodeSnapshot(Codec.Encode(_network.Net.Save())));
        Assert.Equal(Alice.DetachedAt, saved.FindUser("alice")!.DetachedAt);
        Assert.Equal(Codec.Digest(_network.Net), Codec.Digest(saved));
        // A nick that is not the account's keeps nobody there.
        _network.Apply(new NickChanged(Alice.Id, "other"));
        Assert.NotNull(SessionRules.WhyQuit(_network.Net, _network.Net.FindUser("other")!, TestNetwork.Now));
    }

    [Fact]
    public void A_ban_of_any_address_of_theirs_hits()
    {
        Come(1, "192.0.2.1");
        Come(2, "198.51.100.1");
        NetworkBan ban = new(BanKind.Address, "198.51.100.0/24", "spam", "root!r@irc", TestNetwork.Now);
        Assert.Equal(Alice.Id, Assert.Single(BanRules.Hits(_network.Net, ban)).Id);
    }

    [Fact]
    public void Each_is_where_its_own_address_is()
    {
        Come(1, "192.0.2.1", country: "DE");
        Come(2, "198.51.100.1", country: "FR");
        NetworkBan ban = new(BanKind.Country, "country:FR", "spam", "root!r@irc", TestNetwork.Now);
        Assert.Equal(Alice.Id, Assert.Single(BanRules.Hits(_network.Net, ban)).Id);
        Assert.Equal("FR", ClientOrigin.Of(Alice, Alice.Further[0]).Place?.Country);
        // The one that is left is where it was, not where the first one was.
        Go(1);
        Assert.Equal("FR", Alice.Place?.Country);
        // Who comes back while nobody is connected comes from somewhere else.
        Go(2);
        Come(3, "203.0.113.1");
        Assert.Null(Alice.Place);
    }

    [Fact]
    public void Of_a_device_of_which_its_leaf_does_not_say_how_far_it_was_a_time_is_known_at_which_it_held()
    {
        Come(1, "192.0.2.1", device: "phone");
        // Its leaf began again, and knows nothing of the connection but that it is gone.
        Go(1);
        Shown shown = Assert.Single(_network.Net.FindAccount("alice")!.Devices).Shown;
        Assert.Equal((null, TestNetwork.Now - _network.Net.Config.Session.DisconnectAfter), (shown.Before, shown.Time));
        // A connection that names no device says nothing of any.
        Come(2, "192.0.2.1");
        Go(2);
        Assert.Same(shown, Assert.Single(_network.Net.FindAccount("alice")!.Devices).Shown);
    }

    [Fact]
    public void What_hangs_of_the_same_device_makes_room()
    {
        for (ulong number = 1; number <= User.SessionsMost; number++)
            Come(number, $"192.0.2.{number}", device: $"d{number}");
        Assert.Contains(Come(99, "192.0.2.99", device: "new").Replies, l => l.Params[1] == "TOO_MANY_SESSIONS");
        Come(100, "192.0.2.100", device: "d3");
        Assert.Equal(User.SessionsMost, Alice.Sessions.Count);
        Assert.False(Alice.Has(new SessionId("leaf1", 1, 3)));
    }

    private User Alice => _network.Net.FindUser("alice")!;

    private Decision Come(
        ulong number, string address, bool isSecure = false, ulong incarnation = 1, string? country = null,
        string? device = null)
    {
        SessionOpened ask = new(number, "alice", "al", "Alice", address, address, isSecure, Password: null)
        {
            Account = "alice", Place = country is null ? null : new Location { Country = country },
            Device = device,
        };
        Decision decision = Admission.Open(
            _network.Net, new SessionId("leaf1", incarnation, number), ask, cloaks: [], TestNetwork.Now);
        foreach (Event happened in decision.Events) _network.Apply(happened);
        return decision;
    }

    private void Go(ulong number)
    {
        SessionId session = new("leaf1", 1, number);
        Decision decision = Admission.Close(_network.Net, session, new SessionClosed(number, "gone"), TestNetwork.Now);
        foreach (Event happened in decision.Events) _network.Apply(happened);
    }
}
