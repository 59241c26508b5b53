using System.Globalization;
using System.Text.Json;
using IrcNats.Chaos.Measure;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Chaos.Network;

/// <summary>
/// A stream of three replicas without anything of ours, and a publisher that does the least there is to do. What it
/// feels of a strike is NATS' part; what users feel beyond that is ours.
/// </summary>
sealed class BareStream(Site site, RunClock clock) : IAsyncDisposable
{
    private const string Name = "BARE", Subject = "bare", Acks = "bare-acks";
    private const int TriesMax = 30;
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(20), s_wait = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();
    private readonly NatsConnection _connection = new(new NatsOpts
    {
        Url = site.NatsUrl(),
        Name = "bare stream",
        AuthOpts = new NatsAuthOpts { Username = "bare", Password = Site.Secret("bare") },
        ReconnectWaitMin = s_pace,
        ReconnectWaitMax = s_pace * 2,
        RequestTimeout = TimeSpan.FromSeconds(1),
    });
    private Task _publishing = Task.CompletedTask, _hearing = Task.CompletedTask;
    private StallMeter? _meter;
    private int _sent;

    /// <summary>Makes the stream, and publishes until the end.</summary>
    /// <exception cref="TimeoutException">No server lets us in.</exception>
    public async Task BeginAsync(TimeSpan patience)
    {
        await _connection.FirstConnectAsync(patience);
        await MakeAsync(new StreamConfig(Name, [Subject])
        {
            Storage = StreamConfigStorage.File, NumReplicas = 3, MaxBytes = 1 << 20,
        });
        INatsSub<byte[]> acks = await _connection.SubscribeCoreAsync<byte[]>($"{Acks}.*");
        _hearing = Task.Run(() => HearAsync(acks));
        _publishing = Task.Run(PublishAsync);
    }

    // Three young servers on a busy machine may take longer than one request waits; to make it again changes nothing.
    private async Task MakeAsync(StreamConfig stream)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                await new NatsJSContext(_connection).CreateStreamAsync(stream);
                return;
            }
            catch (NatsJSApiNoResponseException) when (tries < TriesMax)
            {
                // It waited for a second.
            }
        }
    }

    /// <summary>Waits until the stream is led by that server.</summary>
    public async Task FollowAsync(Kept leader)
    {
        while (await LeaderAsync() != leader.Name)
        {
            await AskAsync($"$JS.API.STREAM.LEADER.STEPDOWN.{Name}");
            await Task.Delay(s_wait, _over.Token);
        }
    }

    /// <summary>The longest time without an acknowledgement, until one of something sent after the strike.</summary>
    public Task<TimeSpan> StallAsync(TimeSpan strike)
    {
        lock (_gate)
        {
            _meter = new StallMeter(leaves: 1);
            return _meter.Begin(strike, [_sent], except: null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _connection.DisposeAsync();
        await Task.WhenAll(_publishing, _hearing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task PublishAsync()
    {
        using PeriodicTimer timer = new(s_pace);
        while (await timer.WaitForNextTickAsync(_over.Token))
        {
            int next;
            lock (_gate) next = ++_sent;
            if (_connection.ConnectionState != NatsConnectionState.Open) continue;
            string replyTo = string.Create(CultureInfo.InvariantCulture, $"{Acks}.{next}");
            await _connection.PublishAsync(Subject, Array.Empty<byte>(), replyTo: replyTo);
        }
    }

    // An empty answer: nobody leads the stream. An error: it takes nothing yet.
    private async Task HearAsync(INatsSub<byte[]> acks)
    {
        await foreach (NatsMsg<byte[]> ack in acks.Msgs.ReadAllAsync(_over.Token))
        {
            if (ack.Data is not { Length: > 0 } data || data.AsSpan().IndexOf("\"error\""u8) >= 0) continue;
            int number = int.Parse(ack.Subject.AsSpan(Acks.Length + 1), CultureInfo.InvariantCulture);
            lock (_gate) _meter?.Heard(leaf: 0, speaker: 0, number, clock.Now);
        }
    }

    private async Task<string?> LeaderAsync()
    {
        if (await AskAsync($"$JS.API.STREAM.INFO.{Name}") is not { } answer) return null;
        using JsonDocument info = JsonDocument.Parse(answer);
        return info.RootElement.TryGetProperty("cluster", out JsonElement cluster)
            && cluster.TryGetProperty("leader", out JsonElement leader) ? leader.GetString() : null;
    }

    private async Task<byte[]?> AskAsync(string subject)
    {
        try
        {
            return (await _connection.RequestAsync<byte[], byte[]>(subject, [])).Data;
        }
        catch (NatsException)
        {
            return null;
        }
    }
}
