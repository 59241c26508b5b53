using System.Collections.Concurrent;
using System.Net;
using Cassandra;
using Cassandra.Protocol;

namespace IrcNats.Cassandra.Tests.Inside;

/// <summary>Servers that misbehave: a clear error for who asked, and the process goes on.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly FakeServer _server = new();

    public static TheoryData<string, byte[]> Garbage => new()
    {
        { "checksum", Spoilt(Bytes.InFrames(Bytes.Response(5, 0, Opcode.Result, Samples.Void()))) },
        { "checksum", [.. Enumerable.Repeat((byte)0xFF, 20)] },
        { "nobody asked", Bytes.InFrames(Bytes.Response(5, 1999, Opcode.Result, Samples.Void())) },
        { "changed to version 4", Bytes.InFrames(Bytes.Response(4, 0, Opcode.Result, Samples.Void())) },
        { "nobody asked", Bytes.InFrames(Bytes.Response(5, short.MaxValue, Opcode.Result, Samples.Void())) },
        { "self-contained", Bytes.InFrames(Bytes.Response(5, 0, Opcode.Result, Samples.Void())[..^2]) },
    };

    public static TheoryData<int, Type> ErrorCodes => new()
    {
        { 0x0000, typeof(ServerErrorException) }, { 0x000A, typeof(ProtocolErrorException) },
        { 0x1003, typeof(TruncateException) }, { 0x2000, typeof(SyntaxError) },
        { 0x2100, typeof(UnauthorizedException) }, { 0x2200, typeof(InvalidQueryException) },
        { 0x2300, typeof(InvalidConfigurationInQueryException) }, { 0x7777, typeof(ServerErrorException) },
    };

    public void Dispose() => _server.Dispose();

    [Theory, MemberData(nameof(Garbage))]
    public async Task Garbage_ends_the_connection_and_the_next_one_works(string why, byte[] garbage)
    {
        using ISession session = await ConnectAsync();
        _server.Work = (peer, _) => peer.SendRawAsync(garbage);
        DriverException error =
            await Assert.ThrowsAnyAsync<DriverException>(() => session.ExecuteAsync(new SimpleStatement("x")));
        Assert.Contains(why, error.Message);

        _server.Work = (peer, asked) => peer.AnswerAsync(asked, Opcode.Result, Samples.Void());
        await EventuallyAsync(() => session.ExecuteAsync(new SimpleStatement("x")));
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_ends_the_connection()
    {
        using ISession session = await ConnectAsync();
        _server.Work = (peer, asked) => peer.AnswerAsync(asked, Opcode.Result, [0, 0, 0, 2, 0, 0, 0, 1, 127, 0, 0, 0]);
        DriverException error =
            await Assert.ThrowsAnyAsync<DriverException>(() => session.ExecuteAsync(new SimpleStatement("x")));
        Assert.Contains("announced", error.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public async Task An_answer_that_is_torn_off_is_an_error(int length)
    {
        using ISession session = await ConnectAsync();
        _server.Work = async (peer, asked) =>
        {
            byte[] whole = Bytes.InFrames(
                Bytes.Response(5, asked.Stream, Opcode.Result, Samples.Rows(["n"], [[1L]])));
            await peer.SendRawAsync(whole[..length]);
            peer.Close();
        };
        DriverException error =
            await Assert.ThrowsAnyAsync<DriverException>(() => session.ExecuteAsync(new SimpleStatement("x")));
        Assert.Contains($"{_server.Address} ended", error.Message);
    }

    [Fact]
    public async Task An_answer_that_comes_byte_by_byte_is_an_answer()
    {
        using ISession session = await ConnectAsync();
        _server.Work = async (peer, asked) =>
        {
            byte[] whole = Bytes.InFrames(
                Bytes.Response(5, asked.Stream, Opcode.Result, Samples.Rows(["n"], [[1L]])));
            foreach (byte one in whole) await peer.SendRawAsync([one]);
        };
        Assert.Equal(1L, (await session.ExecuteAsync(new SimpleStatement("x"))).First().GetValue<long>("n"));
    }

    [Fact]
    public async Task Methods_that_wait_do_so_for_a_bounded_time()
    {
        using ISession session = await ConnectAsync(b => b.WithQueryTimeout(300));
        _server.Work = (_, _) => Task.CompletedTask;
        Assert.Throws<TimeoutException>(() => session.Execute("x"));
        Assert.Throws<TimeoutException>(() => session.Prepare("x"));
    }

    [Fact]
    public async Task A_page_that_could_not_be_fetched_can_be_fetched_again()
    {
        using ISession session = await ConnectAsync();
        _server.Work = (peer, asked) =>
            peer.AnswerAsync(asked, Opcode.Result, Samples.Rows(["n"], [[1L]], pagingState: [7]));
        RowSet rows = await session.ExecuteAsync(new SimpleStatement("x"));
        _server.Work = (peer, asked) => peer.AnswerAsync(asked, Opcode.Error, Samples.Error(0x0000, "not now"));
        await Assert.ThrowsAsync<ServerErrorException>(rows.FetchMoreResultsAsync);
        Assert.Equal([7], rows.PagingState);
        _server.Work = (peer, asked) => peer.AnswerAsync(asked, Opcode.Result, Samples.Rows(["n"], [[2L]]));
        Assert.Equal([1L, 2L], rows.Select(r => r.GetValue<long>("n")));
        Assert.Null(rows.PagingState);
    }

    [Fact]
    public async Task A_server_that_is_silent_costs_a_bounded_time_and_its_late_answer_is_nobody_elses()
    {
        using ISession session = await ConnectAsync();
        ConcurrentQueue<(FakePeer, Envelope)> late = [];
        _server.Work = (peer, asked) =>
        {
            late.Enqueue((peer, asked));
            return Task.CompletedTask;
        };
        await Assert.ThrowsAsync<OperationTimedOutException>(
            () => session.ExecuteAsync(new SimpleStatement("x").SetReadTimeoutMillis(200)));

        // The answer to the first request comes before the one to the second, which must not take it.
        _server.Work = async (peer, asked) =>
        {
            if (late.TryDequeue(out (FakePeer Peer, Envelope Asked) first))
                await first.Peer.AnswerAsync(first.Asked, Opcode.Result, Samples.Rows(["n"], [[1L]]));
            await peer.AnswerAsync(asked, Opcode.Result, Samples.Rows(["n"], [[2L]]));
        };
        RowSet rows = await session.ExecuteAsync(new SimpleStatement("y"));
        Assert.Equal(2L, rows.First().GetValue<long>("n"));
    }

    [Fact]
    public async Task A_connection_that_never_answers_is_given_up()
    {
        using ISession session = await ConnectAsync();
        int connections = _server.Peers.Count;
        _server.Work = (_, _) => Task.CompletedTask;
        Task<RowSet>[] asked =
        [
            .. Enumerable.Range(0, 100)
                .Select(_ => session.ExecuteAsync(new SimpleStatement("x").SetReadTimeoutMillis(200))),
        ];
        foreach (Task<RowSet> task in asked) await Assert.ThrowsAnyAsync<DriverException>(() => task);
        await EventuallyAsync(() => Check(_server.Peers.Count > connections));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_a_heartbeat_is_left()
    {
        _server.First = (_, asked) => Task.FromResult(asked.Opcode == Opcode.Options);
        using ISession session = await ConnectAsync(b => b
            .WithSocketOptions(new SocketOptions().SetReadTimeoutMillis(300))
            .WithPoolingOptions(new PoolingOptions().SetHeartBeatInterval(200)));
        int connections = _server.Peers.Count;
        await EventuallyAsync(() => Check(_server.Peers.Count > connections));
    }

    [Fact]
    public async Task A_host_that_is_said_to_be_down_is_asked_at_once()
    {
        _server.First = (_, asked) => Task.FromResult(asked.Opcode == Opcode.Options);
        using ISession session = await ConnectAsync(
            b => b.WithSocketOptions(new SocketOptions().SetReadTimeoutMillis(300)));
        int connections = _server.Peers.Count;
        await _server.Peers[0].SendAsync(Bytes.Response(5, -1, Opcode.Event, Bytes.Of(to =>
        {
            to.Text("STATUS_CHANGE");
            to.Text("DOWN");
            to.Byte(4);
            to.Raw(_server.Address.Address.GetAddressBytes());
            to.Int(_server.Address.Port);
        })));
        await EventuallyAsync(() => Check(_server.Peers.Count > connections));
    }

    [Fact]
    public async Task Too_many_requests_at_once_are_refused_as_busy()
    {
        using ISession session = await ConnectAsync(
            b => b.WithPoolingOptions(new PoolingOptions().SetMaxRequestsPerConnection(3)));
        TaskCompletionSource go = new();
        _server.Work = (peer, asked) =>
        {
            _ = go.Task.ContinueWith(
                _ => peer.AnswerAsync(asked, Opcode.Result, Samples.Void()), TaskScheduler.Default);
            return Task.CompletedTask;
        };
        Task<RowSet>[] three =
            [.. Enumerable.Range(0, 3).Select(_ => session.ExecuteAsync(new SimpleStatement("x")))];
        NoHostAvailableException error = await Assert.ThrowsAsync<NoHostAvailableException>(
            () => session.ExecuteAsync(new SimpleStatement("x")));
        BusyPoolException busy = Assert.IsType<BusyPoolException>(Assert.Single(error.Errors).Value);
        Assert.Equal(3, busy.MaxRequestsPerConnection);
        go.SetResult();
        await Task.WhenAll(three);
        await session.ExecuteAsync(new SimpleStatement("x"));
    }

    [Fact]
    public async Task Answers_in_any_order_reach_those_who_asked()
    {
        using ISession session = await ConnectAsync();
        ConcurrentQueue<(FakePeer Peer, Envelope Asked)> asked = [];
        _server.Work = async (peer, envelope) =>
        {
            asked.Enqueue((peer, envelope));
            if (asked.Count < 50) return;
            foreach ((FakePeer who, Envelope what) in asked.Reverse())
            {
                long number = long.Parse(Texts.Of(what), System.Globalization.CultureInfo.InvariantCulture);
                await who.AnswerAsync(what, Opcode.Result, Samples.Rows(["n"], [[number]]));
            }
        };
        RowSet[] answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => session.ExecuteAsync(new SimpleStatement($"{i}"))));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), answers.Select(a => a.First().GetValue<long>("n")));
    }

    [Theory, MemberData(nameof(ErrorCodes))]
    public async Task Each_error_is_its_own_exception_with_the_servers_words(int code, Type type)
    {
        using ISession session = await ConnectAsync();
        _server.Work = (peer, asked) => peer.AnswerAsync(asked, Opcode.Error, Samples.Error(code, "because of it"));
        Exception error =
            await Assert.ThrowsAnyAsync<DriverException>(() => session.ExecuteAsync(new SimpleStatement("x")));
        Assert.IsType(type, error);
        Assert.Contains("because of it", error.Message);
    }

    [Fact]
    public async Task Errors_of_replicas_say_how_many()
    {
        using ISession session = await ConnectAsync();
        _server.Work = (peer, asked) => peer.AnswerAsync(asked, Opcode.Error, Samples.Error(0x1100, "late", to =>
        {
            to.Short((int)ConsistencyLevel.LocalQuorum);
            to.Int(1);
            to.Int(2);
            to.Text("SIMPLE");
        }));
        WriteTimeoutException late = await Assert.ThrowsAsync<WriteTimeoutException>(
            () => session.ExecuteAsync(new SimpleStatement("x")));
        Assert.Equal(ConsistencyLevel.LocalQuorum, late.ConsistencyLevel);
        Assert.Equal((1, 2, "SIMPLE"), (late.ReceivedAcknowledgements, late.RequiredAcknowledgements, late.WriteType));

        _server.Work = (peer, asked) => peer.AnswerAsync(asked, Opcode.Error, Samples.Error(0x1300, "broken", to =>
        {
            to.Short((int)ConsistencyLevel.One);
            to.Int(0);
            to.Int(1);
            to.Int(1);
            to.Byte(4);
            to.Raw([127, 0, 0, 1]);
            to.Short(1);
            to.Byte(1);
        }));
        ReadFailureException broken = await Assert.ThrowsAsync<ReadFailureException>(
            () => session.ExecuteAsync(new SimpleStatement("x")));
        Assert.Equal((1, true), (broken.Failures, broken.WasDataRetrieved));
    }

    [Fact]
    public async Task A_server_of_the_version_before_is_spoken_to_in_it()
    {
        using FakeServer older = new(version: 4);
        using ISession session = await ConnectAsync(older);
        byte spoken = 0;
        older.Work = (peer, asked) =>
        {
            spoken = asked.Version;
            return peer.AnswerAsync(asked, Opcode.Result, Samples.Rows(["n"], [[5L]]));
        };
        Assert.Equal(5L, (await session.ExecuteAsync(new SimpleStatement("x"))).First().GetValue<long>("n"));
        Assert.Equal(4, spoken);
    }

    [Fact]
    public async Task A_server_that_speaks_no_version_of_ours_is_named()
    {
        using FakeServer ancient = new(version: 3);
        NoHostAvailableException error =
            await Assert.ThrowsAsync<NoHostAvailableException>(() => ConnectAsync(ancient));
        Assert.Contains("does not speak version 4", error.Message);
        Assert.Equal(ancient.Address, Assert.Single(error.Errors).Key);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_no_host()
    {
        _server.First = (_, _) => Task.FromResult(true);
        NoHostAvailableException error = await Assert.ThrowsAsync<NoHostAvailableException>(() => ConnectAsync(
            b => b.WithSocketOptions(new SocketOptions().SetConnectTimeoutMillis(300))));
        Assert.IsType<OperationTimedOutException>(error.Errors[_server.Address]);
    }

    [Fact]
    public async Task Credentials_that_are_wanted_and_not_given_are_named()
    {
        _server.First = async (peer, asked) =>
        {
            if (asked.Opcode != Opcode.Startup) return false;
            await peer.AnswerAsync(asked, Opcode.Authenticate, Bytes.Of(to => to.Text("org.example.Door")));
            peer.Begin(asked);
            return true;
        };
        NoHostAvailableException error = await Assert.ThrowsAsync<NoHostAvailableException>(() => ConnectAsync());
        AuthenticationException refused = Assert.IsType<AuthenticationException>(error.Errors[_server.Address]);
        Assert.Contains("org.example.Door", refused.Message);
        Assert.Equal(_server.Address, refused.Host);
    }

    [Fact]
    public async Task Nobody_there_is_no_host()
    {
        IPEndPoint nobody = _server.Address;
        _server.Dispose();
        NoHostAvailableException error = await Assert.ThrowsAsync<NoHostAvailableException>(
            () => Cluster.Builder().AddContactPoint(nobody).Build().ConnectAsync());
        Assert.Contains($"{nobody}", error.Message);
        await Assert.ThrowsAsync<NoHostAvailableException>(
            () => Cluster.Builder().AddContactPoint("no-such-host.invalid").Build().ConnectAsync());
    }

    private Task<ISession> ConnectAsync(Func<Builder, Builder>? more = null) => ConnectAsync(_server, more);

    private static Task<ISession> ConnectAsync(FakeServer server, Func<Builder, Builder>? more = null)
    {
        Builder builder = Cluster.Builder().AddContactPoint(server.Address)
            .WithReconnectionPolicy(new ConstantReconnectionPolicy(20));
        return (more?.Invoke(builder) ?? builder).Build().ConnectAsync();
    }

    private static async Task EventuallyAsync(Func<Task> works)
    {
        for (int left = 500; ; left--)
        {
            try
            {
                await works();
                return;
            }
            catch (Exception e) when (left > 0 && (e is DriverException or Xunit.Sdk.XunitException))
            {
                await Task.Delay(20);
            }
        }
    }

    private static Task Check(bool isSo)
    {
        Assert.True(isSo);
        return Task.CompletedTask;
    }

    private static byte[] Spoilt(byte[] frame)
    {
        frame[^5] ^= 1;
        return frame;
    }
}
