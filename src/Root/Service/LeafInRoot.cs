using IrcNats.Leaf;
using IrcNats.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Service;

/// <summary>A leaf in the root's process: it speaks to the root over the bus as any other does.</summary>
sealed class LeafInRoot(LeafOptions options, IBuses buses, ILoggerFactory logs, TimeProvider time) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new LeafService(options, buses, logs, time).RunAsync(stoppingToken);
}
