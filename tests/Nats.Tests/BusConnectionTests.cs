using IrcNats.Adapters;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;

namespace IrcNats.Nats.Tests;

/// <summary>What our processes' connections do where the client alone would lose something or stand still.</summary>
public sealed class BusConnectionTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_server_that_stops_reading_is_left_although_much_waits_to_be_sent()
    {
        using var first = new FakeServer();
        using var second = new FakeServer();
        var opening = OpenAsync($"{first.Url},{second.Url}");
        using var frozen = await first.GreetAsync();
        await using var nats = await opening;
        using var stop = new CancellationTokenSource();

        var flood = FloodAsync(nats, stop.Token);
        using var other = await second.GreetAsync(s_patience);
        using var reading = new CancellationTokenSource();
        var draining = other.DrainAsync(reading.Token);
        await stop.CancelAsync();
        await flood;
        await reading.CancelAsync();
        await draining;
    }

    [Fact]
    public async Task A_server_that_answers_nothing_is_left()
    {
        using var first = new FakeServer();
        using var second = new FakeServer();
        var opening = OpenAsync($"{first.Url},{second.Url}");
        using var silent = await first.GreetAsync();
        await using var nats = await opening;

        using var other = await second.GreetAsync(s_patience);
    }

    [Fact]
    public async Task A_start_finds_the_server_that_greets()
    {
        using var silent = new FakeServer();
        await using var server = await NatsServer.StartAsync("authorization { user: u, password: \"p:w\" }");
        var urls = $"nats://u:p%3Aw@{new Uri(silent.Url).Authority},{server.Url}";

        await using var nats = await OpenAsync(urls).WaitAsync(s_patience);

        Assert.Equal(server.Port, nats.ServerInfo!.Port);
    }

    [Fact]
    public async Task A_persons_command_finds_it_too_and_says_why_when_there_is_none()
    {
        await using var server = await NatsServer.StartAsync("authorization { user: u, password: p }");
        var nobody = $"nats://127.0.0.1:{NatsServer.FreePort()}";
        var found = new BusOptions { Url = $"{nobody},{server.Url}", User = "u", Password = "p" };
        var stranger = new BusOptions { Url = server.Url, User = "u", Password = "wrong" };

        await using var nats = await NatsConnections.OpenOnceAsync(found, "test", CancellationToken.None);
        var refused = await Assert.ThrowsAsync<NatsException>(() =>
            NatsConnections.OpenOnceAsync(stranger, "test", CancellationToken.None));

        Assert.Equal(server.Port, nats.ServerInfo!.Port);
        Assert.Contains("Authorization Violation", refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_was_published_before_disposing_is_sent()
    {
        await using var server = await NatsServer.StartAsync();
        await using var reader = await OpenAsync(server.Url);
        for (var turn = 0; turn < 20; turn++)
        {
            await using var sub = await reader.SubscribeCoreAsync<string>("last");
            await reader.PingAsync();
            await using (var writer = await OpenAsync(server.Url))
            {
                for (var i = 0; i < 100; i++)
                    await writer.PublishAsync("last", $"{i}");
            }

            using var soon = new CancellationTokenSource(s_patience);
            for (var i = 0; i < 100; i++)
                Assert.Equal($"{i}", (await sub.Msgs.ReadAsync(soon.Token)).Data);
        }
    }

    [Fact]
    public async Task What_may_be_lost_is_not_waited_for_while_the_connection_is_away()
    {
        await using var server = await NatsServer.StartAsync();
        await using var nats = await OpenAsync(server.Url);
        Assert.Null(await nats.TrySendAsync("may.be.lost", [1]));
        Assert.Contains("maximum payload", await nats.TrySendAsync("may.be.lost", new byte[2 << 20]));

        var lost = new TaskCompletionSource();
        nats.ConnectionDisconnected += (_, _) =>
        {
            lost.TrySetResult();
            return default;
        };
        await server.KillAsync();
        await lost.Task.WaitAsync(s_patience);

        Assert.Equal("the connection is away", await nats.TrySendAsync("may.be.lost", [1]));
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(InvalidDataException))]
    [InlineData(typeof(NatsException))]
    public async Task A_message_that_could_not_be_taken_does_not_end_the_subscription(Type fault)
    {
        await using var server = await NatsServer.StartAsync();
        await using var nats = await OpenAsync(server.Url);
        var taken = new List<int>();
        var all = new TaskCompletionSource();
        await using var sub = await CallbackSubscription.StartAsync(
            nats, "take", (string _, string? _, in System.Buffers.ReadOnlySequence<byte>? _,
                in System.Buffers.ReadOnlySequence<byte> payload) =>
            {
                int number = payload.FirstSpan[0];
                if (number % 2 == 1) throw (Exception)Activator.CreateInstance(fault, "no")!;
                taken.Add(number);
                if (number == 8) all.TrySetResult();
            });

        for (byte i = 0; i <= 8; i++)
            await nats.PublishAsync("take", new[] { i });

        await all.Task.WaitAsync(s_patience);
        Assert.Equal([0, 2, 4, 6, 8], taken);
    }

    [Theory]
    [InlineData("{seed}\n")]
    [InlineData("# made by nk\n{seed}\n{key}\n")]
    [InlineData("-----BEGIN USER NKEY SEED-----\n  {seed}  \n------END USER NKEY SEED------\n")]
    public async Task A_file_with_a_seed_is_enough(string content)
    {
        await using var server = await NatsServer.StartAsync(
            $"authorization {{ users [ {{ nkey: {AuthTests.PublicKey} }} ] }}");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file, content.Replace("{seed}", AuthTests.Seed).Replace("{key}", AuthTests.PublicKey));

        await using var nats = await NatsConnections.OpenAsync(
            new BusOptions { Url = server.Url, NkeyFile = file }, "test", NullLogger.Instance, CancellationToken.None);

        Assert.True(await nats.PingAsync() > TimeSpan.Zero);
        File.Delete(file);
    }

    private static Task<BusConnection> OpenAsync(string url) => NatsConnections.OpenAsync(
        new BusOptions { Url = url }, "test", NullLogger.Instance, CancellationToken.None);

    // Publishers who go on whatever happens, as ours do.
    private static async Task FloodAsync(BusConnection nats, CancellationToken stop)
    {
        var payload = new byte[65536];
        while (!stop.IsCancellationRequested)
            await nats.TrySendAsync("flood", payload);
    }
}
