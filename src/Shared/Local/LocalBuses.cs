using System.Collections.Concurrent;
using IrcNats.History;
using IrcNats.Ports;
using IrcNats.Sqlite;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Local;

/// <summary>
/// The buses of a network that is one process: what root and leaf say to each other goes through memory, and the log is
/// a file in a folder of its own.
/// </summary>
public sealed class LocalBuses : IBuses, IDisposable
{
    private readonly DataFolder _folder;
    private readonly string _network;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, LocalLeafBus> _leaves = [];

    private LocalBuses(DataFolder folder, FileLog log, string network, TimeProvider time)
    {
        (_folder, Log, _network, _time) = (folder, log, network, time);
        Log.Changed += Changed;
    }

    /// <exception cref="UnusableDataException">The folder cannot be used, or what is in it.</exception>
    public static LocalBuses Open(string folder, string network, TimeProvider time, ILogger log)
    {
        DataFolder data = DataFolder.Open(folder);
        try
        {
            NetworkFile file = NetworkFile.Open(folder, network);
            string path = Path.Combine(folder, NetworkFile.FileName);
            return new LocalBuses(data, new FileLog(file, path, time, log), network, time);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    public string Needs => "the file of the network";

    internal FileLog Log { get; }

    /// <summary>The root of this process, when it is connected.</summary>
    internal LocalRootBus? Root { get; private set; }

    public Task<IRootBus> ConnectRootAsync(string node, ILogger log, CancellationToken stop)
    {
        Root = new LocalRootBus(this, new Subjects(_network), node, _time, log);
        return Task.FromResult<IRootBus>(Root);
    }

    public Task<ILeafBus> ConnectLeafAsync(string leaf, ILogger log, CancellationToken stop)
    {
        LocalLeafBus bus = new(this, new Subjects(_network), leaf, _time, log);
        _leaves[leaf] = bus;
        return Task.FromResult<ILeafBus>(bus);
    }

    /// <summary>The file of the archive in a network's folder.</summary>
    public static string ArchiveIn(string folder) => Path.Combine(folder, "history.db");

    /// <summary>
    /// The archive of a network's folder, in a file of its own: what is deleted in it is wiped, and nobody waits for
    /// that. It is made if it is missing.
    /// </summary>
    /// <exception cref="HistoryException">It cannot be opened.</exception>
    public static async Task<IHistoryArchive> OpenArchiveAsync(
        string folder, HistoryRetention keeps, CancellationToken stop) =>
        await SqliteArchive.StartAsync(ArchiveIn(folder), keeps, stop);

    /// <summary>Keeps others away from a network's folder until it is disposed of; makes one that is missing.</summary>
    /// <exception cref="UnusableDataException">It cannot be written, or another process has it.</exception>
    public static IDisposable Hold(string folder) => DataFolder.Open(folder);

    /// <summary>Stores what waits, and lets go of the folder.</summary>
    public void Dispose()
    {
        Log.Dispose();
        _folder.Dispose();
    }

    internal Task<IHistoryArchive> OpenArchiveAsync(HistoryRetention keeps, CancellationToken stop) =>
        OpenArchiveAsync(_folder.Path, keeps, stop);

    internal void Reply(string leaf, Reply reply)
    {
        if (_leaves.TryGetValue(leaf, out LocalLeafBus? bus)) bus.Take(reply);
    }

    internal void Beat(Beat beat)
    {
        Root?.Take(beat);
        foreach (LocalLeafBus leaf in _leaves.Values) leaf.Take(beat);
    }

    internal void Forget(string leaf) => _leaves.TryRemove(leaf, out _);

    // A log that takes nothing is for both sides as if they could not reach each other: nothing is decided in vain.
    private void Changed(bool isOpen)
    {
        foreach (LocalLeafBus leaf in _leaves.Values) leaf.Change(isOpen);
        if (isOpen) Root?.Reconnect();
    }
}
