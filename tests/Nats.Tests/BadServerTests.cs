using NATS.Client.Core;

namespace IrcNats.Nats.Tests;

/// <summary>Servers that do not keep to the protocol: a clear error or a new connection, never a hang.</summary>
public sealed class BadServerTests
{
    [Theory]
    [InlineData("INFO {this is not json}\r\n")]
    [InlineData("INFO\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("PING\r\n")]
    [InlineData("-ERR 'maximum connections exceeded'\r\n")]
    [InlineData("")]
    public async Task A_bad_greeting_is_a_failed_connect(string greeting)
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Options(fake));
        var connecting = nats.ConnectAsync().AsTask();
        using var peer = await fake.AcceptAsync();
        await peer.SayAsync(greeting);

        await Assert.ThrowsAnyAsync<NatsException>(() => connecting.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_server_that_closes_at_once_is_a_failed_connect()
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Options(fake));
        var connecting = nats.ConnectAsync().AsTask();
        (await fake.AcceptAsync()).Dispose();

        await Assert.ThrowsAnyAsync<NatsException>(() => connecting.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData("MSG bad.x 1 abc\r\nhello\r\n")]
    [InlineData("MSG bad.x 1 -5\r\nhello\r\n")]
    [InlineData("MSG bad.x 1\r\nhello\r\n")]
    [InlineData("MSG bad.x 1 2000000000\r\nhello\r\n")]
    [InlineData("HMSG bad.x 1 20 5\r\nhello\r\n")]
    public async Task A_message_without_a_length_costs_the_connection_and_a_new_one_is_made(string nonsense)
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Options(fake));
        var subscribing = nats.SubscribeCoreAsync<string>("bad.x").AsTask();
        using var first = await fake.GreetAsync();
        await using var sub = await subscribing;
        var sid = (await first.ReadUntilAsync("SUB bad.x")).Split(' ')[^1];

        await first.SayAsync(nonsense);
        await first.WaitForEndAsync();

        using var second = await fake.GreetAsync();
        var again = (await second.ReadUntilAsync("SUB bad.x")).Split(' ')[^1];
        await second.SayAsync($"MSG bad.x {again} 4\r\ngood\r\n");
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var msg = await sub.Msgs.ReadAsync(soon.Token);
        while (msg.Data != "good")
            msg = await sub.Msgs.ReadAsync(soon.Token);
        Assert.Equal(sid, again);
    }

    // A newer server may say more than this client knows. (A length that is wrong by a few bytes goes unnoticed too: a
    // server is trusted to count.)
    [Fact]
    public async Task A_line_that_is_no_command_is_passed_over()
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Options(fake));
        var subscribing = nats.SubscribeCoreAsync<string>("bad.x").AsTask();
        using var peer = await fake.GreetAsync();
        await using var sub = await subscribing;
        var sid = (await peer.ReadUntilAsync("SUB bad.x")).Split(' ')[^1];

        await peer.SayAsync("WHAT is this\r\n");
        await peer.SayAsync($"MSG bad.x {sid} 4\r\ngood\r\n");

        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        Assert.Equal("good", (await sub.Msgs.ReadAsync(soon.Token)).Data);
    }

    [Fact]
    public async Task A_line_without_end_hides_the_answers_to_pings_and_so_costs_the_connection()
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Options(fake) with { PingInterval = TimeSpan.FromMilliseconds(100) });
        var connecting = nats.ConnectAsync().AsTask();
        using var first = await fake.GreetAsync();
        await connecting;

        var line = new string('x', 100_000);
        try
        {
            for (var i = 0; i < 100; i++)
                await first.SayAsync(line);
        }
        catch (IOException)
        {
            // The client has had enough.
        }

        using var second = await fake.GreetAsync();
        await nats.ConnectAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_server_that_answers_no_pings_is_left()
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Options(fake) with { PingInterval = TimeSpan.FromMilliseconds(50) });
        var connecting = nats.ConnectAsync().AsTask();
        using var first = await fake.GreetAsync();
        await connecting;

        await first.ReadUntilAsync("PING");
        using var second = await fake.GreetAsync();

        Assert.NotNull(second);
    }

    [Fact]
    public async Task A_servers_ping_is_answered()
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Options(fake));
        var connecting = nats.ConnectAsync().AsTask();
        using var peer = await fake.GreetAsync();
        await connecting;

        await peer.SayAsync("PING\r\n");

        Assert.Equal("PONG", await peer.ReadUntilAsync("PONG"));
    }

    [Fact]
    public async Task Messages_cut_into_single_bytes_arrive_whole()
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Options(fake));
        var subscribing = nats.SubscribeCoreAsync<string>("cut").AsTask();
        using var peer = await fake.GreetAsync();
        await using var sub = await subscribing;
        var sid = (await peer.ReadUntilAsync("SUB cut")).Split(' ')[^1];

        var headers = "NATS/1.0\r\nA: b\r\n\r\n";
        foreach (var c in $"+OK\r\nMSG cut {sid} 5\r\nhello\r\nHMSG cut {sid} back 18 20\r\n{headers}hi\r\n")
        {
            await peer.SayAsync($"{c}");
            await Task.Yield();
        }

        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        Assert.Equal("hello", (await sub.Msgs.ReadAsync(soon.Token)).Data);
        var second = await sub.Msgs.ReadAsync(soon.Token);
        Assert.Equal(("hi", "back", "b"), (second.Data, second.ReplyTo, second.Headers!["A"].ToString()));
    }

    [Fact]
    public async Task Headers_that_are_none_are_an_error_of_the_message_only()
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Options(fake));
        var subscribing = nats.SubscribeCoreAsync<string>("odd").AsTask();
        using var peer = await fake.GreetAsync();
        await using var sub = await subscribing;
        var sid = (await peer.ReadUntilAsync("SUB odd")).Split(' ')[^1];

        await peer.SayAsync($"HMSG odd {sid} 22 24\r\nNATS/1.0\r\nno colon\r\n\r\nhi\r\n");
        await peer.SayAsync($"MSG odd {sid} 4\r\ngood\r\n");

        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        Assert.NotNull((await sub.Msgs.ReadAsync(soon.Token)).Error);
        var good = await sub.Msgs.ReadAsync(soon.Token);
        Assert.Equal(("good", null), (good.Data, good.Error));
    }

    [Fact]
    public async Task A_server_in_lame_duck_mode_is_told_of()
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Options(fake));
        var told = new TaskCompletionSource();
        nats.LameDuckModeActivated += (_, _) =>
        {
            told.TrySetResult();
            return default;
        };
        var connecting = nats.ConnectAsync().AsTask();
        using var peer = await fake.GreetAsync();
        await connecting;

        await peer.SayAsync("INFO {\"server_id\":\"fake\",\"max_payload\":100,\"ldm\":true}\r\n");

        await told.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(100, nats.ServerInfo!.MaxPayload);
    }

    [Fact]
    public async Task A_server_that_stops_reading_makes_publishers_wait()
    {
        using var fake = new FakeServer();
        var nats = new NatsConnection(Options(fake) with { CommandTimeout = TimeSpan.FromSeconds(30) });
        var connecting = nats.ConnectAsync().AsTask();
        using var peer = await fake.GreetAsync();
        await connecting;
        var payload = new byte[65536];

        var publishing = Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++)
                await nats.PublishAsync("flood", payload);
        });

        // 20 MB cannot all be in flight: neither sockets nor our buffer hold that much.
        Assert.NotEqual(publishing, await Task.WhenAny(publishing, Task.Delay(500)));
        using var enough = new CancellationTokenSource();
        var draining = peer.DrainAsync(enough.Token);
        await publishing.WaitAsync(TimeSpan.FromSeconds(30));
        await enough.CancelAsync();
        await draining;
        // With a full buffer the client waits for its server when it closes: BusConnection is there for that.
        await Task.WhenAny(nats.DisposeAsync().AsTask(), Task.Delay(500));
    }

    [Fact]
    public async Task A_publisher_waits_no_longer_than_the_command_timeout()
    {
        using var fake = new FakeServer();
        var soon = TimeSpan.FromMilliseconds(300);
        // The server answers when this process gives it a turn: other tests run beside this one.
        await using var nats = new NatsConnection(
            Options(fake) with { CommandTimeout = soon, ConnectTimeout = TimeSpan.FromSeconds(20) });
        var connecting = nats.ConnectAsync().AsTask();
        using var peer = await fake.GreetAsync();
        await connecting;
        var payload = new byte[65536];

        await Assert.ThrowsAsync<NatsTimeoutException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
                await nats.PublishAsync("flood", payload);
        });
        Assert.Equal(NatsConnectionState.Open, nats.ConnectionState);
    }

    private static NatsOpts Options(FakeServer server) => NatsOpts.Default with
    {
        Url = server.Url,
        ConnectTimeout = TimeSpan.FromSeconds(1),
        ReconnectWaitMin = TimeSpan.FromMilliseconds(20),
        ReconnectWaitMax = TimeSpan.FromMilliseconds(100),
        ReconnectJitter = TimeSpan.FromMilliseconds(10),
        MaxPayloadHardCap = 4 << 20,
    };
}
