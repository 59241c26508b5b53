namespace IrcNats.Ports;

/// <summary>
/// The stream that holds the log, and a process's connection to it, for following and appending: NATS, or what a
/// simulator has in its place.
/// </summary>
interface ILogStream
{
    /// <summary>Whether the connection is there now.</summary>
    bool IsOpen { get; }

    /// <summary>The connection is back. On any thread: only post it.</summary>
    event Action? Opened;

    /// <summary>Hands over each entry's sequence and bytes as it is broadcast. On any thread: only post it.</summary>
    Task<IAsyncDisposable> ListenAsync(Action<ulong, byte[]> broadcast, CancellationToken stop);

    /// <summary>Opens a pen of this process alone. On any thread it says what became of each entry.</summary>
    Task<ILogPen> OpenAsync(string node, Acknowledged acknowledged, CancellationToken stop);

    /// <summary>Sequence of the first and the last entry the stream holds.</summary>
    /// <exception cref="LogSilentException">No answer, or there is no stream.</exception>
    Task<(ulong First, ulong Last)> BoundsAsync(CancellationToken stop);

    /// <summary>The bytes of an entry; null if the server that answers does not have it.</summary>
    /// <exception cref="LogSilentException">No answer.</exception>
    Task<byte[]?> GetAsync(ulong seq);
}

/// <summary>Writes entries to the log.</summary>
interface ILogPen : IAsyncDisposable
{
    /// <summary>
    /// Sends an entry that may only become this sequence. The acknowledgement names the generation in which it was
    /// sent.
    /// </summary>
    /// <exception cref="LogSilentException">It was not sent.</exception>
    ValueTask WriteAsync(ulong seq, byte[] bytes, int generation);
}

/// <summary>What became of an entry that was sent; <paramref name="refused"/> is null if it was stored.</summary>
delegate void Acknowledged(ulong seq, int generation, string? refused);

/// <summary>The stream that holds the log did not answer.</summary>
sealed class LogSilentException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The answer was that there is no such stream.</summary>
    public bool IsGone { get; init; }
}
