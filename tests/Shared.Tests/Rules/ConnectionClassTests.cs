using IrcNats.Leaf.Core;
using IrcNats.State;
using IrcNats.Tests.Commands;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Rules;

/// <summary>Connection classes: which is a client's, and what it may then do, over two leaves.</summary>
public sealed class ConnectionClassTests
{
    private static readonly ConnectionClass s_staff = new()
    {
        Name = "staff", Nets = ["192.0.2.0/24", "2001:db8::/32"], By = CameBy.Tls | CameBy.Unix,
    };

    private static readonly ConnectionClass s_web = new() { Name = "web", By = CameBy.Websocket | CameBy.Gateway };

    private static readonly ConnectionClass s_members = new() { Name = "members", Account = true, PerAddress = 3 };

    private static readonly ConnectionClass s_others = new() { Name = "others", PerAddress = 1 };

    [Theory]
    [InlineData("192.0.2.7", Via.Network, true, false, null, "staff")]
    [InlineData("2001:db8::7", Via.Network, true, false, null, "staff")]
    [InlineData("192.0.2.7", Via.Network, false, false, null, "others")]
    [InlineData("192.0.3.7", Via.Network, true, false, "ann", "members")]
    [InlineData("192.0.2.7", Via.WebSocket, false, false, "ann", "web")]
    [InlineData("192.0.2.7", Via.WebSocket, true, false, "ann", "staff")]
    [InlineData("198.51.100.1", Via.Network, false, true, null, "web")]
    [InlineData("", Via.Local, false, false, null, "others")]
    [InlineData("nowhere", Via.Tor, true, false, null, "others")]
    public void The_first_class_counts_whose_conditions_all_hold(
        string address, Via via, bool secure, bool gateway, string? account, string name)
    {
        ConnectionClasses classes = new([s_staff, s_web, s_members, s_others]);
        Assert.Equal(name, classes.Of(new ClientOrigin(address, via, secure, gateway, account))?.Name);
        ClientOrigin elsewhere = new("203.0.113.1", via, secure, gateway, account);
        Assert.Null(new ConnectionClasses([s_staff]).Of(elsewhere));
    }

    [Theory]
    [InlineData("DE", null, "near")]
    [InlineData("DE", 64497L, "near")]
    [InlineData("FR", 64496L, "example")]
    [InlineData("FR", null, null)]
    [InlineData(null, null, null)]
    public void Countries_and_systems_are_conditions_too(string? country, long? asn, string? name)
    {
        ConnectionClasses classes = new(
        [
            new ConnectionClass { Name = "near", Countries = ["DE", "AT"] },
            new ConnectionClass { Name = "example", Asns = [64496] },
        ]);
        Location? place = country is null ? null : new Location { Country = country, Asn = asn };
        ClientOrigin origin = new("192.0.2.1", Via.Network, false, false, null) { Place = place };
        Assert.Equal(name, classes.Of(origin)?.Name);
    }

    [Fact]
    public async Task Who_may_still_log_in_is_let_in_up_to_the_limit_of_those_who_have()
    {
        await using MemoryStage stage = Stage(s_members, s_others);
        for (int i = 1; i <= 3; i++) Assert.True(stage.Connect($"c{i}", At("192.0.2.1"), i == 2 ? "leaf2" : "leaf1"));
        await RegisterAsync(stage, "c1");
        Assert.NotNull(stage.Root.FindUser("c1"));
        // Without an account they are of the class others, which has one connection for each address.
        await RegisterAsync(stage, "c2");
        Assert.Equal("ERROR :Too many connections from your address", stage.Inbox("c2").Last());
        Assert.True(stage.Connect("far", At("192.0.2.2"), "leaf2"));
        await RegisterAsync(stage, "far");
        Assert.NotNull(stage.Root.FindUser("far"));
    }

    [Fact]
    public async Task A_class_that_has_an_end_is_full_for_all_leaves_and_users_that_go_make_room()
    {
        await using MemoryStage stage = Stage(s_others with { PerAddress = null, Clients = 2 });
        for (int i = 1; i <= 3; i++)
        {
            Assert.True(stage.Connect($"c{i}", At($"192.0.2.{i}"), i == 2 ? "leaf2" : "leaf1"));
            await RegisterAsync(stage, $"c{i}");
        }

        Assert.Equal("ERROR :Too many connections of your kind; try again later", stage.Inbox("c3").Last());
        await stage.SendAsync("c2", "QUIT");
        Assert.True(stage.Connect("c4", At("192.0.2.4"), "leaf1"));
        await RegisterAsync(stage, "c4");
        Assert.NotNull(stage.Root.FindUser("c4"));
    }

    [Fact]
    public void Users_are_counted_anew_when_they_log_in_or_the_configuration_is_another_or_a_snapshot_is_loaded()
    {
        TestNetwork net = new();
        net.Add("alice");
        net.Add("bob");
        net.Apply(new Events.ConfigChanged(new NetworkConfig
        {
            Session = new SessionConfig { Classes = [s_members, s_others] },
        }));
        Assert.Equal("members 0, others 2", Counts(net.Net));
        net.Apply(new Events.UserLoggedIn(net.Net.FindUser("alice")!.Id, "alice"));
        Assert.Equal("members 1, others 1", Counts(net.Net));
        Assert.Equal("members 1, others 1", Counts(Network.Load(net.Net.Save())));
        net.Apply(new Events.UserQuit(net.Net.FindUser("alice")!.Id, "bye"));
        Assert.Equal("members 0, others 1", Counts(net.Net));
    }

    [Fact]
    public async Task Lines_beyond_the_budget_of_a_class_wait()
    {
        await using MemoryStage stage = Stage(s_others with { PerAddress = 0, BurstLimit = 1, MessagesPerWindow = 1 });
        Assert.True(stage.Connect("slow", At("192.0.2.1"), "leaf1"));
        await RegisterAsync(stage, "slow");
        await stage.WaitAsync(TimeSpan.FromSeconds(20));
        for (int i = 1; i <= 6; i++) await stage.SendAsync("slow", $"PING {i}");
        Assert.InRange(Pongs(), 1, 3);
        await stage.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(6, Pongs());

        int Pongs() => stage.Inbox("slow").Count(line => line.Contains("PONG", StringComparison.Ordinal));
    }

    private static MemoryStage Stage(params ConnectionClass[] classes)
    {
        MemoryStage stage = new();
        stage.Reconfigure(TestConfig.Public with
        {
            Session = TestConfig.Public.Session with { Classes = classes, Fakelag = new FakelagConfig() },
        });
        return stage;
    }

    private static string Counts(Network net) =>
        string.Join(", ", net.Classes.Counts.Select(c => $"{c.Class.Name} {c.Connections}"));

    private static Peer At(string address) => new(address, address, false);

    private static async Task RegisterAsync(MemoryStage stage, string nick)
    {
        await stage.SendAsync(nick, $"NICK {nick}");
        await stage.SendAsync(nick, $"USER {nick} 0 * :{nick}");
    }
}
