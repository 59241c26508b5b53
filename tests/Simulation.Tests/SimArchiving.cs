using IrcNats.History;
using IrcNats.Ports;
using IrcNats.Root.Archiving;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Simulation.Tests;

/// <summary>What a root's archiver needs of the simulated bus, on a connection of its own.</summary>
sealed class SimArchiving : IArchiveBus, IPlaceStore, ILogger
{
    private const int Patience = 1000, MostSaid = 20;

    private readonly SimCluster _cluster;
    private readonly SimRoot _root;
    private readonly SimLogStream _stream;
    private ArchiverLog? _log;
    private int _placeNumber;

    public SimArchiving(SimCluster cluster, SimRoot root)
    {
        (_cluster, _root) = (cluster, root);
        Connection = new SimConnection(cluster);
        _stream = new SimLogStream(cluster, root, Connection);
        Host = new ArchiveHost(this, new ArchiveCounts(), root.Clock, this) { PlaceEvery = 30 };
    }

    public SimConnection Connection { get; }

    public ArchiveHost Host { get; }

    public void Cast(ulong seq, byte[] bytes) => _stream.Cast(seq, bytes);

    public void Heard(Beat beat) => _log?.Heard(beat);

    public IHistoryArchive Archives => new SimArchiveClient(_cluster, _root, Connection);

    public Task<IArchiverLog> OpenArchiverLogAsync(CancellationToken stop)
    {
        _log = new ArchiverLog(
            _stream, this, _stream.LoadSnapshotAsync, _root.Clock, NullLogger.Instance);
        return Task.FromResult<IArchiverLog>(_log);
    }

    public async Task<OrderReply?> OrderAsync(string root, Order order, CancellationToken stop)
    {
        if (root == _root.Name) return await _root.OrderedAsync(order);
        TaskCompletionSource<OrderReply?> answer = new();
        Connection.Up(() => _cluster.Roots.SingleOrDefault(r => r.Name == root)?.Order(
            order, reply => Connection.Down(() => _root.Post(() => answer.TrySetResult(reply)))));
        _root.After(Patience, () => answer.TrySetResult(null));
        return await answer.Task;
    }

    public async Task<NetworkSnapshot?> LoadAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                (byte[]? bytes, _placeNumber, _) = await AskAsync(() => _cluster.Archive!.Place);
                return bytes is null ? null : Codec.DecodeSnapshot(bytes);
            }
            catch (LogSilentException)
            {
                stop.ThrowIfCancellationRequested();
            }
        }
    }

    public async Task SaveAsync(ulong seq, byte[] bytes, long time, CancellationToken stop)
    {
        int? number = await AskAsync(() => Save(_placeNumber, seq, bytes));
        _placeNumber = number ?? throw new InvalidOperationException("another was stored");
    }

    private int? Save(int behind, ulong seq, byte[] bytes)
    {
        if (_cluster.Archive!.Place.Number != behind) return null;
        _cluster.Archive.Place = (bytes, behind + 1, seq);
        return behind + 1;
    }

    private Task<T> AskAsync<T>(Func<T> question)
    {
        TaskCompletionSource<T> answer = new();
        Connection.Up(() =>
        {
            T found = question();
            Connection.Down(() => _root.Post(() => answer.TrySetResult(found)));
        });
        _root.After(Patience, () => answer.TrySetException(new LogSilentException("no answer")));
        return answer.Task;
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        string line = $"{_cluster.Time.Now} {_root.Name}: {formatter(state, exception)}";
        _cluster.Archive!.Said.Enqueue(line);
        if (_cluster.Archive.Said.Count > MostSaid) _cluster.Archive.Said.Dequeue();
        if (eventId.Name == "Gap") _cluster.Archive!.Gaps++;
        else if (eventId.Name == "Failed" && !formatter(state, null).Contains("snapshot", StringComparison.Ordinal))
            _cluster.Time.Failure ??= new Violation($"{_root.Name}: {formatter(state, null)}");
    }
}
