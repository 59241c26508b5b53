using IrcNats.History;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Local;

/// <summary>The root's side of the bus in one process. There is no other root.</summary>
sealed class LocalRootBus : IRootBus
{
    private readonly LocalBuses _buses;
    private readonly string _node;
    private readonly LogAccess _access;
    private readonly EarlyRequests _early = new();
    private readonly Questions _questions;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private volatile bool _isTaking;

    public LocalRootBus(LocalBuses buses, Subjects subjects, string node, TimeProvider time, ILogger log)
    {
        (_buses, Subjects, _node, _time, _log) = (buses, subjects, node, time, log);
        _questions = new Questions(time, log);
        _access = new LogAccess(
            buses.Log, buses.Log.LoadSnapshotAsync, node, why => Fenced?.Invoke(why), time, log);
    }

    public Subjects Subjects { get; }

    public event Action<Request, string>? Requested;

    public event Action<Beat>? Beaten;

    public event Action? Reconnected;

    public event Action<string>? Fenced;

    public ulong Committed => _access.Committed;

    public TimeSpan SinceOwned => _access.SinceOwned;

    public bool IsOpen => _buses.Log.IsOpen;

    public Task Following => FirstEndAsync(_access.Following);

    public Task<NetworkSnapshot?> LoadSnapshotAsync(CancellationToken stop) => _buses.Log.LoadSnapshotAsync(stop);

    public Task<SnapshotManifest?> NewestSnapshotAsync(CancellationToken stop) => _buses.Log.NewestSnapshotAsync();

    public Task SaveSnapshotAsync(ulong seq, byte[] bytes, long time, CancellationToken stop) =>
        _buses.Log.SaveSnapshotAsync(new StoredSnapshot(seq, NetworkSnapshot.DigestOf(bytes), _node, time, bytes));

    public Task<LogLength> TrimLogAsync(LogTrim trim, CancellationToken stop) => _buses.Log.TrimAsync(trim);

    public Task FollowAsync(Grounds from, ILogSink sink, CancellationToken stop) =>
        _access.FollowAsync(from, sink, stop);

    public void Rebuild() => _access.Rebuild();

    public void RebuildAt(ulong seq) => _access.RebuildAt(seq);

    public void Doubt() => _access.Doubt();

    public Task StopFollowingAsync() => _access.StopFollowingAsync();

    public Task<(ReadOnlyMemory<byte>? Entry, bool IsCertain)> ReadAsync(ulong seq) => _access.ReadAsync(seq);

    public Task<bool?> HasAsync(Grounds at, CancellationToken stop) => _access.HasAsync(at, stop);

    public Task<bool> IsAnyoneActiveAsync(CancellationToken stop) => Task.FromResult(false);

    public Task<IReadOnlyDictionary<string, int>> RootLevelsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, int>>(
            new Dictionary<string, int> { [_node] = BuildLevel.Current });

    public async Task<bool> TryElectAsync(ulong expectedLast, Entry election, CancellationToken stop)
    {
        if (!await _access.StandsAsync(stop)) return false;
        _early.Begin();
        _isTaking = true;
        string? refused = await _buses.Log.AppendAsync(expectedLast + 1, Codec.Encode(election));
        if (refused is null) _access.Elected(expectedLast + 1);
        else _access.NotElected();
        return _isTaking = refused is null;
    }

    public Task BeginAppendingAsync(ulong committed, CancellationToken stop) =>
        _access.BeginAppendingAsync(committed, stop);

    public void TakeRequests() => _early.End((request, replyTo) => Requested?.Invoke(request, replyTo));

    public void Append(ulong seq, Entry entry) => _access.Append(seq, entry);

    public Task WhenStoredAsync(ulong seq) => _access.WhenStoredAsync(seq);

    public Task ConfirmAsync() => _access.ConfirmAsync();

    public Task StopWritingAsync()
    {
        _isTaking = false;
        _early.Begin();
        return _access.StopAppendingAsync();
    }

    public void Reply(string to, Reply reply) => _buses.Reply(to, reply);

    // None while the log takes nothing: leaves tell their clients that the network stands still.
    public ValueTask BeatAsync(Beat beat)
    {
        if (IsOpen) _buses.Beat(beat);
        return ValueTask.CompletedTask;
    }

    public Task TakeQuestionsAsync(Action<ProofQuestion, string> asked, CancellationToken stop)
    {
        _questions.Asked = asked;
        return Task.CompletedTask;
    }

    public Task StopQuestionsAsync()
    {
        _questions.Asked = null;
        return Task.CompletedTask;
    }

    public void Answer(string to, ProofAnswer answer) => _questions.Answer(to, answer);

    public Task<IHistoryArchive> OpenArchiveAsync(
        JetStreamConfig wanted, HistoryRetention keeps, CancellationToken stop) =>
        _buses.OpenArchiveAsync(keeps, stop);

    /// <summary>There is nobody who could give one.</summary>
    public Task TakeOrdersAsync(Func<Order, Task<OrderReply>> carryOut, CancellationToken stop) => Task.CompletedTask;

    public Task<OrderReply?> OrderAsync(string node, Order order, CancellationToken stop) =>
        Task.FromResult<OrderReply?>(null);

    public Task<IArchiverLog> OpenArchiverLogAsync(CancellationToken stop) =>
        Task.FromResult<IArchiverLog>(new ArchiverLog(
            _buses.Log, new LocalPlaceStore(_buses.Log), _buses.Log.LoadSnapshotAsync, _time, _log));

    public Task<IAsyncDisposable> AnnounceAsync(ServiceIdentity self, CancellationToken stop) =>
        Task.FromResult<IAsyncDisposable>(Unannounced.Instance);

    public async ValueTask DisposeAsync()
    {
        _isTaking = false;
        _questions.Dispose();
        await _access.DisposeAsync();
    }

    /// <summary>A leaf asks. Its name is where the reply goes. One that comes when nobody takes it is sent again.
    /// </summary>
    public void Take(Request request)
    {
        if (_isTaking && !_early.Keeps(request, request.Leaf)) Requested?.Invoke(request, request.Leaf);
    }

    public Task<ProofAnswer?> AskAsync(ProofQuestion asked, CancellationToken stop) => _questions.AskAsync(asked, stop);

    public void Take(Beat beat)
    {
        _access.Heard(beat);
        Beaten?.Invoke(beat);
    }

    public void Reconnect() => Reconnected?.Invoke();

    private async Task FirstEndAsync(Task following)
    {
        Task first = await Task.WhenAny(following, _buses.Log.Ended);
        await first;
        // The file may fail also when it is followed no more.
        await _buses.Log.Ended;
    }
}
