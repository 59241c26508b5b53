using IrcNats.Replication;
using IrcNats.State;

namespace IrcNats.Ports;

/// <summary>
/// The log as an archiver reads it, beside what its process reads otherwise, and the place at which an archiver can
/// begin again. For one run of an archiver.
/// </summary>
public interface IArchiverLog : IAsyncDisposable
{
    /// <summary>With what to begin. Waits until the log answers.</summary>
    /// <exception cref="InvalidOperationException">The log does not reach back to any snapshot.</exception>
    Task<ArchiverBase> FindBaseAsync(CancellationToken stop);

    /// <summary>Reads the log behind these grounds until it is stopped, or fails.</summary>
    Task FollowAsync(Grounds from, ILogSink sink, CancellationToken stop);

    /// <summary>Reads no more.</summary>
    Task StopAsync();

    /// <summary>Whether the log has an entry of that epoch there; null if it is trimmed away.</summary>
    Task<bool?> HasAsync(Grounds at, CancellationToken stop);

    /// <summary>
    /// Stores the network as of an entry, up to which everything is archived: the log behind it is kept. Not if another
    /// archiver has stored a place since <see cref="FindBaseAsync"/>.
    /// </summary>
    /// <param name="time">The network's time then.</param>
    Task SaveAsync(ulong seq, byte[] bytes, long time, CancellationToken stop);
}

/// <summary>With what an archiver begins.</summary>
/// <param name="Saved">The network; null: the log is there from its beginning.</param>
/// <param name="IsPlace">An archiver stored it: up to there everything is archived.</param>
/// <param name="IsBehindGap">Something before it may not be archived, and cannot be any more.</param>
public sealed record ArchiverBase(NetworkSnapshot? Saved, bool IsPlace, bool IsBehindGap = false);

/// <summary>Where an archiver's place is stored: one network's, fenced against archivers that were replaced.</summary>
interface IPlaceStore
{
    /// <summary>The place; null: there is none that can be used. Waits until there is an answer.</summary>
    Task<NetworkSnapshot?> LoadAsync(CancellationToken stop);

    /// <exception cref="InvalidOperationException">Another archiver has stored one since it was loaded.</exception>
    Task SaveAsync(ulong seq, byte[] bytes, long time, CancellationToken stop);
}
