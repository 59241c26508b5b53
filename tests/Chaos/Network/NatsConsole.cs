using System.Globalization;
using System.Text.Json;
using IrcNats.Wire;
using NATS.Client.Core;

namespace IrcNats.Chaos.Network;

/// <summary>What an operator does over NATS: asks who leads the log, and lets a root hand over.</summary>
sealed class NatsConsole(Site site) : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly NatsSubOpts s_wait =
        new() { Timeout = TimeSpan.FromSeconds(1), ThrowIfNoResponders = true };

    private readonly Subjects _subjects = new();
    private readonly NatsConnection _connection = new(new NatsOpts
    {
        Url = site.NatsUrl(),
        Name = "chaos",
        AuthOpts = new NatsAuthOpts { Username = "console", Password = Site.Secret("console") },
        ReconnectWaitMax = s_pause,
    });

    /// <summary>Connects beforehand, so that no strike waits for it.</summary>
    /// <exception cref="TimeoutException">No server lets us in.</exception>
    public Task ConnectAsync(TimeSpan patience) => _connection.FirstConnectAsync(patience);

    /// <summary>Waits until the log has a leader and both others follow it closely.</summary>
    /// <exception cref="TimeoutException">Not in time.</exception>
    public async Task<Kept> FindLogLeaderAsync(TimeSpan patience)
    {
        using CancellationTokenSource limit = new(patience);
        while (!limit.IsCancellationRequested)
        {
            byte[]? info = await AskAsync($"$JS.API.STREAM.INFO.{_subjects.LogStream}", []);
            if (info is not null && LeaderIn(info) is { } leader) return site.Nats.Single(n => n.Name == leader);
            await Task.Delay(s_pause);
        }

        throw new TimeoutException($"the log has no leader with two followers after {patience.TotalSeconds} s");
    }

    /// <summary>Lets another server lead the log.</summary>
    public async Task StepDownAsync(Kept leader, TimeSpan patience)
    {
        do
        {
            await AskAsync($"$JS.API.STREAM.LEADER.STEPDOWN.{_subjects.LogStream}", []);
        }
        while (await FindLogLeaderAsync(patience) == leader);
    }

    /// <summary>The network's level as some root has it; 0 when none answers or knows of levels.</summary>
    public async Task<int> FindLevelAsync()
    {
        if (await AskAsync("$SRV.INFO.ircnats-root", []) is not { } answer) return 0;
        using JsonDocument info = JsonDocument.Parse(answer);
        return info.RootElement.GetProperty("metadata").TryGetProperty("network-level", out JsonElement level)
            ? int.Parse(level.GetString()!, CultureInfo.InvariantCulture)
            : 0;
    }

    /// <summary>Orders the active root to resign in favour of the other root.</summary>
    /// <exception cref="InvalidOperationException">It does not resign.</exception>
    public async Task HandOverAsync(Kept from, Kept to)
    {
        byte[] order = Codec.Encode(new Order(Payload.FormatVersion, OrderKind.Handover, to.Name));
        byte[]? answer = await AskAsync(_subjects.Control(from.Name), order);
        if (answer is null || !Codec.TryDecode(answer, out OrderReply? reply, out _) || !reply.Accepted)
            throw new InvalidOperationException($"{from.Name} does not hand over to {to.Name}");
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<byte[]?> AskAsync(string subject, byte[] question)
    {
        try
        {
            return (await _connection.RequestAsync<byte[], byte[]>(subject, question, replyOpts: s_wait)).Data;
        }
        catch (NatsException)
        {
            return null;
        }
    }

    private static string? LeaderIn(byte[] streamInfo)
    {
        using JsonDocument info = JsonDocument.Parse(streamInfo);
        if (!info.RootElement.TryGetProperty("cluster", out JsonElement cluster)) return null;
        bool whole = cluster.TryGetProperty("replicas", out JsonElement replicas)
            && replicas.EnumerateArray().Count(r => r.GetProperty("current").GetBoolean()) == 2;
        return whole && cluster.TryGetProperty("leader", out JsonElement leader) ? leader.GetString() : null;
    }
}
