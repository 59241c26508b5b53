using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests;

/// <summary>A root and two leaves for all tests of a class, which leave it as they found it.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private RealCluster? _cluster;

    internal RealCluster Cluster => _cluster!;

    public async Task InitializeAsync() => _cluster = await RealCluster.StartAsync();

    public async Task DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }
}
