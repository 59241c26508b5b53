using System.Threading.Channels;
using NATS.Client.Core;

namespace IrcNats.Nats.Tests;

/// <summary>What happens when a server goes and comes back, or another takes over.</summary>
public sealed class ReconnectTests
{
    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token;

    [Fact]
    public async Task After_a_restart_subscriptions_live_on()
    {
        await using var server = await NatsServer.StartAsync();
        await using var nats = new NatsConnection(Quick(server.Url));
        var events = Watch(nats);
        await using var sub = await nats.SubscribeCoreAsync<string>("re.>");
        await nats.PublishAsync("re.before", "1");
        Assert.Equal("re.before", (await sub.Msgs.ReadAsync(Soon)).Subject);
        Assert.Equal("opened", await events.ReadAsync(Soon));

        await server.KillAsync();
        Assert.Equal("disconnected", await events.ReadAsync(Soon));
        await server.StartAgainAsync();
        while (await events.ReadAsync(Soon) != "opened")
        {
        }

        Assert.Equal(NatsConnectionState.Open, nats.ConnectionState);
        await nats.PublishAsync("re.after", "2");
        Assert.Equal("re.after", (await sub.Msgs.ReadAsync(Soon)).Subject);
    }

    [Fact]
    public async Task Requests_work_again_after_a_restart()
    {
        await using var server = await NatsServer.StartAsync();
        await using var nats = new NatsConnection(Quick(server.Url));
        var events = Watch(nats);
        await using var sub = await nats.SubscribeCoreAsync<string>("re.echo");
        var responder = Task.Run(async () =>
        {
            await foreach (var msg in sub.Msgs.ReadAllAsync())
                await msg.ReplyAsync(msg.Data);
        });
        Assert.Equal("1", (await nats.RequestAsync<string, string>("re.echo", "1")).Data);

        await server.KillAsync();
        while (await events.ReadAsync(Soon) != "disconnected")
        {
        }

        var asked = nats.RequestAsync<string, string>("re.echo", "2").AsTask();
        await server.StartAgainAsync();

        Assert.Equal("2", (await asked).Data);
        Assert.Equal("3", (await nats.RequestAsync<string, string>("re.echo", "3")).Data);
        await sub.UnsubscribeAsync();
        await responder;
    }

    [Fact]
    public async Task Another_server_of_the_list_takes_over()
    {
        await using var first = await NatsServer.StartAsync();
        await using var second = await NatsServer.StartAsync();
        await using var nats = new NatsConnection(Quick($"{first.Url},{second.Url}") with { NoRandomize = true });
        await using var other = new NatsConnection(Quick(second.Url));
        var events = Watch(nats);
        await using var sub = await nats.SubscribeCoreAsync<string>("re.list");
        Assert.Equal("opened", await events.ReadAsync(Soon));
        Assert.Equal(first.Port, nats.ServerInfo!.Port);

        await first.KillAsync();
        while (await events.ReadAsync(Soon) != "opened")
        {
        }

        Assert.Equal(second.Port, nats.ServerInfo!.Port);
        await nats.PingAsync();
        await other.PublishAsync("re.list", "over here");
        Assert.Equal("over here", (await sub.Msgs.ReadAsync(Soon)).Data);
    }

    [Fact]
    public async Task A_first_connect_to_nobody_fails_or_waits_as_the_options_say()
    {
        var url = $"nats://127.0.0.1:{NatsServer.FreePort()}";
        await using var once = new NatsConnection(Quick(url));
        await using var patient = new NatsConnection(Quick(url) with { RetryOnInitialConnect = true });

        var failed = await Assert.ThrowsAnyAsync<NatsException>(async () => await once.ConnectAsync());
        var waiting = patient.ConnectAsync().AsTask();
        await Task.Delay(200);

        Assert.Contains($":{new Uri(url).Port}", failed.Message, StringComparison.Ordinal);
        Assert.False(waiting.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_connection_that_retries_gets_there_when_the_server_comes()
    {
        await using var server = await NatsServer.StartAsync();
        await server.KillAsync();
        await using var nats = new NatsConnection(Quick(server.Url) with { RetryOnInitialConnect = true });
        var connecting = nats.ConnectAsync().AsTask();
        await Task.Delay(100);

        await server.StartAgainAsync();

        await connecting.WaitAsync(Soon);
        Assert.True(await nats.PingAsync() > TimeSpan.Zero);
    }

    [Fact]
    public async Task While_disconnected_a_publisher_waits_and_then_goes_on_in_order()
    {
        await using var server = await NatsServer.StartAsync();
        await using var nats = new NatsConnection(Quick(server.Url));
        var events = Watch(nats);
        await using var sub = await nats.SubscribeCoreAsync<string>("re.wait");
        Assert.Equal("opened", await events.ReadAsync(Soon));
        await nats.PingAsync();
        await server.KillAsync();
        while (await events.ReadAsync(Soon) != "disconnected")
        {
        }

        var sent = 0;
        var publishing = Task.Run(async () =>
        {
            for (; sent < 1000; sent++)
                await nats.PublishAsync("re.wait", $"{sent}");
        });
        await Task.Delay(200);
        Assert.Equal((false, 0), (publishing.IsCompleted, sent));

        await server.StartAgainAsync();
        await publishing.WaitAsync(Soon);
        for (var i = 0; i < 1000; i++)
            Assert.Equal($"{i}", (await sub.Msgs.ReadAsync(Soon)).Data);
    }

    [Fact]
    public async Task A_forced_reconnect_keeps_subscriptions()
    {
        await using var server = await NatsServer.StartAsync();
        await using var nats = new NatsConnection(Quick(server.Url));
        var events = Watch(nats);
        await using var sub = await nats.SubscribeCoreAsync<string>("re.forced");
        Assert.Equal("opened", await events.ReadAsync(Soon));

        await nats.ReconnectAsync();
        while (await events.ReadAsync(Soon) != "opened")
        {
        }

        await nats.PublishAsync("re.forced", "still here");
        Assert.Equal("still here", (await sub.Msgs.ReadAsync(Soon)).Data);
    }

    private static NatsOpts Quick(string url) => NatsOpts.Default with
    {
        Url = url,
        ReconnectWaitMin = TimeSpan.FromMilliseconds(20),
        ReconnectWaitMax = TimeSpan.FromMilliseconds(100),
        ReconnectJitter = TimeSpan.FromMilliseconds(10),
        RequestTimeout = TimeSpan.FromSeconds(10),
    };

    private static ChannelReader<string> Watch(NatsConnection nats)
    {
        var events = Channel.CreateUnbounded<string>();
        nats.ConnectionOpened += (_, _) => events.Writer.WriteAsync("opened");
        nats.ConnectionDisconnected += (_, _) => events.Writer.WriteAsync("disconnected");
        return events.Reader;
    }
}
