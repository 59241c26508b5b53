using IrcNats.Adapters;
using IrcNats.Archives;
using IrcNats.Cassandra;
using IrcNats.History;
using IrcNats.Local;
using IrcNats.Ports;
using IrcNats.State;

namespace IrcNats.Root.Moving;

/// <summary>An archive that a person's command opens: the one that a configuration names.</summary>
/// <param name="hold">What keeps other processes away meanwhile.</param>
sealed class HistoryPlace(IHistoryArchive archive, IDisposable? hold) : IAsyncDisposable
{
    public IHistoryArchive Archive => archive;

    /// <param name="folder">Of a network that is one process; null: NATS.</param>
    /// <param name="writes">The archive is made if it is missing.</param>
    /// <exception cref="HistoryException">It cannot be opened.</exception>
    /// <exception cref="MoveException">There is none.</exception>
    public static async Task<HistoryPlace> OpenAsync(
        NetworkConfig config, string? folder, BusOptions bus, CassandraLogin login, int replicas, bool writes,
        CancellationToken stop)
    {
        HistoryRetention keeps = HistoryRetention.Of(config.History);
        if (config.Datastore.Cassandra is { Enabled: true } there)
            return new HistoryPlace(
                await CassandraArchive.StartAsync(login.With(there, writes), bus.Network, keeps, stop), null);
        if (folder is not null) return await OpenFolderAsync(folder, keeps, writes, stop);
        JetStreamConfig stream = config.Datastore.JetStream;
        StreamPlan? plan = writes
            ? new StreamPlan(replicas, stream.Replicas > 0 ? stream.Replicas : null, stream.MaxBytes)
            : null;
        return new HistoryPlace(
            await JetStreamArchive.OpenOnceAsync(bus, "ircnats-root history", plan, TimeProvider.System, stop), null);
    }

    public async ValueTask DisposeAsync()
    {
        await archive.DisposeAsync();
        hold?.Dispose();
    }

    private static async Task<HistoryPlace> OpenFolderAsync(
        string folder, HistoryRetention keeps, bool writes, CancellationToken stop)
    {
        if (!writes && !File.Exists(LocalBuses.ArchiveIn(folder)))
            throw new MoveException($"there is no archive in {folder}");
        // The process that runs the network is the one that writes its archive.
        IDisposable? hold = writes ? LocalBuses.Hold(folder) : null;
        try
        {
            return new HistoryPlace(await LocalBuses.OpenArchiveAsync(folder, keeps, stop), hold);
        }
        catch
        {
            hold?.Dispose();
            throw;
        }
    }
}
