using IrcNats.Ports;
using Microsoft.Extensions.Logging;

namespace IrcNats.Adapters;

/// <summary>The buses of a network whose processes meet at NATS.</summary>
public sealed class NatsBuses(BusOptions options, TimeProvider time) : IBuses
{
    /// <summary>nats-servers that keep the log when a root creates it.</summary>
    public int Replicas { get; init; } = 1;

    public string Needs => "NATS and its streams";

    public async Task<IRootBus> ConnectRootAsync(string node, ILogger log, CancellationToken stop) =>
        await RootBus.ConnectAsync(options, node, Replicas, time, log, stop);

    public async Task<ILeafBus> ConnectLeafAsync(string leaf, ILogger log, CancellationToken stop) =>
        await LeafBus.ConnectAsync(options, leaf, time, log, stop);
}
