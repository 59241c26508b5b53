using NATS.Client.Core;

namespace IrcNats.Bundled.Tests.Nats.Inside;

/// <summary>
/// Where the stand-in is stricter or more exact than can be asked of every version of the official client.
/// </summary>
public sealed class LifecycleTests
{
    [Fact]
    public async Task Credentials_refused_twice_after_a_loss_end_the_connection_for_good()
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Quick(fake));
        var connecting = nats.ConnectAsync().AsTask();
        using (await fake.GreetAsync())
            await connecting;

        await RefuseAsync(fake);
        await RefuseAsync(fake);

        var failed = await Assert.ThrowsAnyAsync<NatsException>(() => nats.ConnectAsync().AsTask().WaitAsync(Long));
        Assert.Contains("Authorization Violation", failed.Message, StringComparison.Ordinal);
        Assert.Equal(NatsConnectionState.Failed, nats.ConnectionState);
        await Assert.ThrowsAnyAsync<NatsException>(async () => await nats.PublishAsync("x", "y"));
    }

    [Fact]
    public async Task Refused_credentials_are_tried_on_when_the_options_say_so()
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Quick(fake) with { IgnoreAuthErrorAbort = true });
        var connecting = nats.ConnectAsync().AsTask();
        using (await fake.GreetAsync())
            await connecting;

        for (var i = 0; i < 4; i++)
            await RefuseAsync(fake);
        using var peer = await fake.GreetAsync();

        await nats.ConnectAsync().AsTask().WaitAsync(Long);
    }

    [Fact]
    public async Task Reconnecting_stops_after_the_rounds_the_options_allow()
    {
        var fake = new FakeServer();
        await using var nats = new NatsConnection(Quick(fake) with { MaxReconnectRetry = 3 });
        var failures = 0;
        nats.ReconnectFailed += (_, _) =>
        {
            Interlocked.Increment(ref failures);
            return default;
        };
        var connecting = nats.ConnectAsync().AsTask();
        var peer = await fake.GreetAsync();
        await connecting;
        fake.Dispose();
        peer.Dispose();

        while (nats.ConnectionState != NatsConnectionState.Failed)
            await Task.Delay(10).WaitAsync(Long);
        await nats.DisposeAsync();

        Assert.Equal(3, failures);
    }

    [Fact]
    public async Task Pings_fail_when_the_connection_is_lost()
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Quick(fake));
        var connecting = nats.ConnectAsync().AsTask();
        using var peer = await fake.GreetAsync();
        await connecting;

        var pinging = nats.PingAsync().AsTask();
        await peer.ReadUntilAsync("PING");
        peer.Dispose();

        await Assert.ThrowsAnyAsync<NatsException>(() => pinging.WaitAsync(Long));
    }

    [Fact]
    public async Task Disposing_ends_subscriptions_and_waiting_requests()
    {
        using var fake = new FakeServer();
        var nats = new NatsConnection(Quick(fake));
        var subscribing = nats.SubscribeCoreAsync<string>("end").AsTask();
        using var peer = await fake.GreetAsync();
        var sub = await subscribing;
        var asking = nats.RequestAsync<string, string>("end", "x").AsTask();
        await peer.ReadUntilAsync("PUB end");

        await nats.DisposeAsync();

        Assert.False(await sub.Msgs.WaitToReadAsync());
        await Assert.ThrowsAnyAsync<NatsException>(() => asking.WaitAsync(Long));
        await Assert.ThrowsAnyAsync<Exception>(async () => await nats.PublishAsync("x", "y"));
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(async () => await nats.ConnectAsync());
    }

    [Fact]
    public async Task A_receiver_that_throws_ends_its_subscription_and_no_other()
    {
        using var fake = new FakeServer();
        await using var nats = new NatsConnection(Quick(fake));
        var subscribing = nats.SubscribeCoreAsync<string>("good").AsTask();
        using var peer = await fake.GreetAsync();
        await using var good = await subscribing;
        var bad = new CallbackSub(nats, "bad", _ => throw new InvalidOperationException("no"));
        await nats.AddSubAsync(bad);
        var goodSid = (await peer.ReadUntilAsync("SUB good")).Split(' ')[^1];
        var badSid = (await peer.ReadUntilAsync("SUB bad")).Split(' ')[^1];

        await peer.SayAsync($"MSG bad {badSid} 1\r\nx\r\nMSG good {goodSid} 1\r\ny\r\n");

        Assert.Equal("y", (await good.Msgs.ReadAsync()).Data);
        Assert.Equal(NatsSubEndReason.Exception, bad.EndReason);
        Assert.Equal($"UNSUB {badSid}", await peer.ReadUntilAsync("UNSUB"));
    }

    private static TimeSpan Long => TimeSpan.FromSeconds(5);

    private static async Task RefuseAsync(FakeServer fake)
    {
        using var peer = await fake.AcceptAsync();
        await peer.SayAsync("INFO {\"server_id\":\"fake\",\"auth_required\":true}\r\n");
        await peer.ReadUntilAsync("PING");
        await peer.SayAsync("-ERR 'Authorization Violation'\r\n");
    }

    private static NatsOpts Quick(FakeServer server) => NatsOpts.Default with
    {
        Url = server.Url,
        ReconnectWaitMin = TimeSpan.FromMilliseconds(20),
        ReconnectWaitMax = TimeSpan.FromMilliseconds(100),
        ReconnectJitter = TimeSpan.FromMilliseconds(10),
    };
}
