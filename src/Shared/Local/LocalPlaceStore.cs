using IrcNats.Ports;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Local;

/// <summary>An archiver's place in the file of the network. There is one process, and so one archiver.</summary>
sealed class LocalPlaceStore(FileLog log) : IPlaceStore
{
    public async Task<NetworkSnapshot?> LoadAsync(CancellationToken stop) =>
        await log.AskAsync(file => file.Place()) is { IsWhole: true } place ? Codec.DecodeSnapshot(place.Bytes) : null;

    public Task SaveAsync(ulong seq, byte[] bytes, long time, CancellationToken stop) => log.AskAsync(file =>
    {
        file.SavePlace(new StoredSnapshot(seq, NetworkSnapshot.DigestOf(bytes), "", time, bytes));
        return true;
    });
}
