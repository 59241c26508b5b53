using IrcNats.Ports;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Adapters;

/// <summary>An archiver's place, beside the network's snapshots.</summary>
sealed class NatsPlaceStore(BusConnection connection, Subjects subjects, string node, ILogger log) : IPlaceStore
{
    private readonly SnapshotStore _places = new(connection, subjects.SnapshotStream, subjects.ArchiverPlace, log);

    public Task<NetworkSnapshot?> LoadAsync(CancellationToken stop) => _places.LoadAsync(stop);

    public Task SaveAsync(ulong seq, byte[] bytes, long time, CancellationToken stop) =>
        _places.SaveAsync(seq, bytes, node, time, stop, fenced: true);
}
