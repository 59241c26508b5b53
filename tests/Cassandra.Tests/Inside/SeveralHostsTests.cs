using System.Net;
using Cassandra;
using Cassandra.Protocol;

namespace IrcNats.Cassandra.Tests.Inside;

/// <summary>What goes to another host when one fails, and what does not.</summary>
public sealed class SeveralHostsTests : IDisposable
{
    private readonly FakeServer _one, _two;
    private int _onOne, _onTwo;

    public SeveralHostsTests()
    {
        _one = new FakeServer();
        _two = new FakeServer(5, new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        _one.Others = [_two.Address];
        _two.Others = [_one.Address];
        _two.Work = (peer, asked) => Counted(ref _onTwo, () => peer.AnswerAsync(asked, Opcode.Result, Samples.Void()));
    }

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
    }

    [Fact]
    public async Task Requests_take_turns()
    {
        using ISession session = await ConnectAsync();
        Work((peer, asked) => peer.AnswerAsync(asked, Opcode.Result, Samples.Void()));
        for (int i = 0; i < 10; i++) await session.ExecuteAsync(new SimpleStatement("x"));
        Assert.Equal((5, 5), (_onOne, _onTwo));
    }

    [Theory]
    [InlineData("dc1", 10, 0)]
    [InlineData("dc2", 0, 10)]
    public async Task Hosts_of_another_data_centre_are_left_alone(string local, int onOne, int onTwo)
    {
        (_one.OthersDatacenter, _two.OthersDatacenter) = ("dc2", "dc2");
        using ISession session = await Cluster.Builder().AddContactPoint(_one.Address)
            .WithLoadBalancingPolicy(new TokenAwarePolicy(new DCAwareRoundRobinPolicy(local))).Build().ConnectAsync();
        Work((peer, asked) => peer.AnswerAsync(asked, Opcode.Result, Samples.Void()));
        for (int i = 0; i < 10; i++) await session.ExecuteAsync(new SimpleStatement("x"));
        Assert.Equal((onOne, onTwo), (_onOne, _onTwo));
        Assert.Equal(local == "dc1" ? 0 : 1, _two.Peers.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_may_be_repeated_goes_on_elsewhere_when_a_connection_breaks(bool isIdempotent)
    {
        using ISession session = await ConnectAsync();
        Work((peer, _) =>
        {
            peer.Close();
            return Task.CompletedTask;
        });
        int refused = 0;
        for (int i = 0; i < 4; i++)
        {
            try
            {
                await session.ExecuteAsync(new SimpleStatement("x").SetIdempotence(isIdempotent));
            }
            catch (DriverException)
            {
                refused++;
            }
        }

        if (isIdempotent) Assert.Equal((0, 4), (refused, _onTwo));
        else Assert.InRange(refused, 1, 3);
    }

    [Fact]
    public async Task What_may_be_repeated_goes_on_elsewhere_when_a_host_is_silent()
    {
        using ISession session = await ConnectAsync();
        Work((_, _) => Task.CompletedTask);
        for (int i = 0; i < 2; i++)
            await session.ExecuteAsync(new SimpleStatement("x").SetIdempotence(true).SetReadTimeoutMillis(200));
        Assert.Equal((1, 2), (_onOne, _onTwo));
    }

    [Fact]
    public async Task A_host_that_is_starting_is_passed_over()
    {
        using ISession session = await ConnectAsync();
        Work((peer, asked) => peer.AnswerAsync(asked, Opcode.Error, Samples.Error(0x1002, "starting")));
        for (int i = 0; i < 2; i++) await session.ExecuteAsync(new SimpleStatement("x"));
        Assert.Equal((1, 2), (_onOne, _onTwo));
    }

    [Fact]
    public async Task A_query_that_is_wrong_is_wrong_everywhere()
    {
        using ISession session = await ConnectAsync();
        Func<FakePeer, Envelope, Task> wrong =
            (peer, asked) => peer.AnswerAsync(asked, Opcode.Error, Samples.Error(0x2000, "no CQL"));
        Work(wrong);
        _two.Work = (peer, asked) => Counted(ref _onTwo, () => wrong(peer, asked));
        await Assert.ThrowsAsync<SyntaxError>(
            () => session.ExecuteAsync(new SimpleStatement("x").SetIdempotence(true)));
        Assert.Equal(1, _onOne + _onTwo);
    }

    [Fact]
    public async Task A_host_that_does_not_know_a_prepared_query_learns_it()
    {
        byte[] id = [1, 2, 3, 4];
        int prepared = 0, executed = 0;
        foreach (FakeServer server in (FakeServer[])[_one, _two])
        {
            bool isKnown = false;
            server.Work = (peer, asked) =>
            {
                if (asked.Opcode == Opcode.Prepare)
                {
                    isKnown = true;
                    prepared++;
                    return peer.AnswerAsync(asked, Opcode.Result, Samples.Prepared(5, id));
                }

                if (!isKnown)
                {
                    return peer.AnswerAsync(
                        asked, Opcode.Error, Samples.Error(0x2500, "never heard of it", to => to.ShortBytes(id)));
                }

                executed++;
                return peer.AnswerAsync(asked, Opcode.Result, Samples.Void());
            };
        }

        using ISession session = await ConnectAsync();
        PreparedStatement statement = await session.PrepareAsync("INSERT …");
        for (int i = 0; i < 4; i++) await session.ExecuteAsync(statement.Bind("x"));
        Assert.Equal((2, 4), (prepared, executed));
        InvalidTypeException error = Assert.Throws<InvalidTypeException>(() => statement.Bind(1));
        Assert.Contains("Marker 0 (name)", error.Message);
        Assert.Throws<ArgumentException>(() => statement.Bind("x", "y"));
    }

    // It was reached first, so the cluster told of its hosts over it.
    [Fact]
    public async Task When_the_host_that_tells_of_the_others_dies_another_one_does()
    {
        using ISession session = await ConnectAsync();
        int onTwo = _two.Peers.Count;
        _one.Dispose();
        for (int left = 500; _two.Peers.Count == onTwo; left--)
        {
            Assert.True(left > 0, "The other host was not asked.");
            await Task.Delay(20);
        }

        for (int i = 0; i < 4; i++) await session.ExecuteAsync(new SimpleStatement("x").SetIdempotence(true));
        Assert.Equal(4, _onTwo);
        Assert.Contains(session.Cluster.AllHosts(), h => h.Address.Equals(_two.Address) && h.IsUp);
    }

    // Another host may not have heard of the change: for it all agree, on what was before.
    [Fact]
    public async Task The_host_that_changed_the_schema_is_asked_whether_all_agree()
    {
        using ISession session = await ConnectAsync();
        int asked = 0;
        _two.First = (_, request) =>
        {
            if (request.Opcode == Opcode.Query && Texts.Of(request).Contains("system.local")) asked++;
            return Task.FromResult(false);
        };
        _two.Work = (peer, request) => peer.AnswerAsync(request, Opcode.Result, Bytes.Of(to =>
        {
            to.Int(5);
            to.Text("CREATED");
            to.Text("KEYSPACE");
            to.Text("ks");
        }));
        Work((peer, request) => peer.AnswerAsync(request, Opcode.Result, Samples.Void()));
        for (int i = 0; i < 2; i++) await session.ExecuteAsync(new SimpleStatement("CREATE …"));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_host_that_is_gone_is_found_again_and_new_ones_are_heard_of()
    {
        using ISession session = await ConnectAsync();
        Assert.Equal(2, session.Cluster.AllHosts().Count);
        using FakeServer three = new(5, new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0));
        _one.Others = [_two.Address, three.Address];
        await _one.Peers[0].SendAsync(Bytes.Response(5, -1, Opcode.Event, Bytes.Of(to =>
        {
            to.Text("TOPOLOGY_CHANGE");
            to.Text("NEW_NODE");
            to.Byte(4);
            to.Raw(three.Address.Address.GetAddressBytes());
            to.Int(three.Address.Port);
        })));
        int onThree = 0;
        three.Work = (peer, asked) =>
            Counted(ref onThree, () => peer.AnswerAsync(asked, Opcode.Result, Samples.Void()));
        for (int i = 0; i < 500 && onThree == 0; i++)
        {
            await Task.Delay(20);
            await session.ExecuteAsync(new SimpleStatement("x"));
        }

        Assert.InRange(onThree, 1, 1000);
        Assert.Equal(3, session.Cluster.AllHosts().Count);
    }

    private void Work(Func<FakePeer, Envelope, Task> work) =>
        _one.Work = (peer, asked) => Counted(ref _onOne, () => work(peer, asked));

    private static Task Counted(ref int count, Func<Task> work)
    {
        Interlocked.Increment(ref count);
        return work();
    }

    // Waits until both hosts can be used: a session is open when one of them can.
    private async Task<ISession> ConnectAsync()
    {
        ISession session = await Cluster.Builder().AddContactPoint(_one.Address)
            .WithReconnectionPolicy(new ConstantReconnectionPolicy(20)).Build().ConnectAsync();
        for (int i = 0; i < 500 && _one.Peers.Count + _two.Peers.Count < 3; i++) await Task.Delay(10);
        await Task.Delay(50);
        return session;
    }
}
