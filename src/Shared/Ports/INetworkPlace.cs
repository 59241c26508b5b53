using IrcNats.State;

namespace IrcNats.Ports;

/// <summary>Where a network is kept, as `export` and `import` use it while nobody writes there.</summary>
public interface INetworkPlace : IAsyncDisposable
{
    /// <summary>The network as of the end of its log; null when there is none.</summary>
    Task<Network?> ReadAsync(CancellationToken stop);

    /// <summary>Begins with a network that comes from elsewhere: its log goes on behind this snapshot.</summary>
    /// <exception cref="MoveException">There is a network already.</exception>
    Task BeginAsync(NetworkSnapshot snapshot, byte[] bytes, CancellationToken stop);
}

/// <summary>A network cannot be exported from there, or imported; the message says why.</summary>
public sealed class MoveException(string message) : Exception(message);
