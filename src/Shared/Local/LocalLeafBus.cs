using IrcNats.History;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Local;

/// <summary>The leaf's side of the bus in one process. Nothing is encoded: what is said never changes.</summary>
sealed class LocalLeafBus(LocalBuses buses, Subjects subjects, string leaf, TimeProvider time, ILogger log) : ILeafBus
{
    private LogFollower? _follower;

    public Subjects Subjects => subjects;

    public event Action<Reply>? Replied;

    public event Action<Beat>? Beaten;

    public event Action<bool>? Connected;

    public Task Following => _follower is null ? Task.CompletedTask : FirstEndAsync(_follower.Completion);

    public Task<NetworkSnapshot?> LoadSnapshotAsync(CancellationToken stop) => buses.Log.LoadSnapshotAsync(stop);

    public Task FollowAsync(Grounds from, ILogSink sink, CancellationToken stop)
    {
        _follower = new LogFollower(buses.Log, buses.Log.LoadSnapshotAsync, from, sink, time, log);
        return _follower.StartAsync(stop);
    }

    public void Rebuild() => _follower?.Rebuild();

    public void RebuildAt(ulong seq) => _follower?.Rebuild(seq);

    public async Task<byte[]?> ReadAsync(ulong seq)
    {
        try
        {
            return await buses.Log.GetAsync(seq);
        }
        catch (LogSilentException silent)
        {
            throw new HistorySilentException($"entry {seq} of the log was not read: {silent.Message}", silent);
        }
    }

    public Task<IHistoryArchive> OpenArchiveAsync(CancellationToken stop) =>
        buses.OpenArchiveAsync(new HistoryRetention(), stop);

    public void Send(Request request) => buses.Root?.Take(request);

    public Task<ProofAnswer?> AskAsync(ProofQuestion asked, CancellationToken stop) =>
        buses.Root?.AskAsync(asked, stop) ?? Task.FromResult<ProofAnswer?>(null);

    /// <summary>There is nobody who could give one: SIGTERM drains.</summary>
    public Task TakeOrdersAsync(Func<Order, Task<OrderReply>> carryOut, CancellationToken stop) => Task.CompletedTask;

    public Task<IAsyncDisposable> AnnounceAsync(ServiceIdentity self, CancellationToken stop) =>
        Task.FromResult<IAsyncDisposable>(Unannounced.Instance);

    public async ValueTask DisposeAsync()
    {
        buses.Forget(leaf);
        if (_follower is not null) await _follower.DisposeAsync();
    }

    public void Take(Reply reply)
    {
        _follower?.Heard(reply);
        Replied?.Invoke(reply);
    }

    public void Take(Beat beat)
    {
        _follower?.Heard(beat);
        Beaten?.Invoke(beat);
    }

    public void Change(bool isOpen) => Connected?.Invoke(isOpen);

    private async Task FirstEndAsync(Task following) => await await Task.WhenAny(following, buses.Log.Ended);
}
