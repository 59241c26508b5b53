using IrcNats.Ports;
using IrcNats.State;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace IrcNats.Local;

/// <summary>A network that is kept in a folder, as `export` and `import` use it.</summary>
public sealed class FolderPlace : INetworkPlace
{
    private readonly DataFolder _folder;
    private readonly string _network, _path;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    private FolderPlace(DataFolder folder, string network, TimeProvider time, ILogger log)
    {
        (_folder, _network, _time, _log) = (folder, network, time, log);
        _path = Path.Combine(folder.Path, NetworkFile.FileName);
    }

    /// <exception cref="UnusableDataException">The folder cannot be used: a process may have it.</exception>
    public static FolderPlace Open(string folder, string network, TimeProvider time, ILogger log) =>
        new(DataFolder.Open(folder), network, time, log);

    public async Task<Network?> ReadAsync(CancellationToken stop)
    {
        if (!File.Exists(_path)) return null;
        using FileLog log = new(NetworkFile.Open(_folder.Path, _network), _path, _time, _log);
        LogReader reader = new(log);
        ulong end = (await reader.BoundsAsync(stop)).Last;
        return end == 0 ? null : await new LogRebuild(reader, log.LoadSnapshotAsync, _log).AtAsync(end, stop);
    }

    public Task BeginAsync(NetworkSnapshot snapshot, byte[] bytes, CancellationToken stop)
    {
        if (File.Exists(_path)) throw new MoveException($"{_path} has a network already");
        NetworkFile.Create(_path, _network, new StoredSnapshot(
            snapshot.At.Seq, NetworkSnapshot.DigestOf(bytes), snapshot.RootNode, snapshot.Time, bytes));
        return Task.CompletedTask;
    }

    /// <summary>Stores entries behind the last; makes the network's file if there is none.</summary>
    /// <exception cref="MoveException">The log ends elsewhere.</exception>
    /// <exception cref="UnusableDataException">They cannot be stored.</exception>
    public void Append(ulong behind, IReadOnlyList<byte[]> entries)
    {
        using NetworkFile file = NetworkFile.Open(_folder.Path, _network);
        if (file.Last != behind) throw new MoveException($"the log ends at {file.Last}, and not at {behind}");
        try
        {
            file.Append(entries);
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Of(_path, e);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
