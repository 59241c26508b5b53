using System.Text.Json;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>
/// Two roots and two leaves for all tests of a class, which leave them as they found them. Digests are compared every
/// second, and nats-server tells who listens to what.
/// </summary>
public sealed class WatchedCluster : IAsyncLifetime
{
    private readonly int _monitor = RealCluster.FreePort();
    private RealCluster? _cluster;

    internal RealCluster Cluster => _cluster!;

    public async Task InitializeAsync() => _cluster = await RealCluster.StartAsync(new ClusterShape
    {
        Standby = true, DigestEvery = 1, NatsSettings = $"http: \"127.0.0.1:{_monitor}\"\n",
    });

    public async Task DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    /// <summary>Every subject that one of our processes listens to.</summary>
    public async Task<IReadOnlyList<string>> SubscriptionsAsync()
    {
        using HttpClient nats = new();
        string answer = await nats.GetStringAsync(new Uri($"http://127.0.0.1:{_monitor}/connz?subs=1"));
        using JsonDocument read = JsonDocument.Parse(answer);
        return
        [
            .. from connection in read.RootElement.GetProperty("connections").EnumerateArray()
               where connection.TryGetProperty("name", out JsonElement name) && IsOurs(name.GetString()!)
                   && connection.TryGetProperty("subscriptions_list", out _)
               from subject in connection.GetProperty("subscriptions_list").EnumerateArray()
               select subject.GetString(),
        ];
    }

    private bool IsOurs(string connection) =>
        Cluster.Leaves.Append(Cluster.Root).Append(Cluster.Standby)
            .Any(n => connection.StartsWith(n.Name, StringComparison.Ordinal));
}
