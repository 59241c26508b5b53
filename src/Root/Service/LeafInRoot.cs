using IrcNats.Leaf;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Service;

/// <summary>A leaf in the root's process: it speaks to the root over NATS as any other does.</summary>
sealed class LeafInRoot(LeafOptions options, ILoggerFactory logs, TimeProvider time) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new LeafService(options, logs, time).RunAsync(stoppingToken);
}
