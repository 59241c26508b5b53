using Microsoft.Extensions.Logging;

namespace IrcNats.Ports;

/// <summary>Where a root and a leaf get the bus between them and to the log.</summary>
public interface IBuses
{
    /// <summary>What has to be there before a root is connected, for people who wait.</summary>
    string Needs { get; }

    /// <summary>Waits, saying so once, until the bus is there; creates a log that is missing.</summary>
    Task<IRootBus> ConnectRootAsync(string node, ILogger log, CancellationToken stop);

    /// <summary>Waits, saying so once, until there are the bus and a log.</summary>
    Task<ILeafBus> ConnectLeafAsync(string leaf, ILogger log, CancellationToken stop);
}
