using IrcNats.Ports;
using IrcNats.State;

namespace IrcNats.Simulation.Tests;

/// <summary>The log's stream as a process has it, at the other end of a connection that fails.</summary>
sealed class SimLogStream : ILogStream
{
    // As long as a question to NATS waits.
    private const int Patience = 1000;

    private readonly SimCluster _cluster;
    private readonly SimNode _node;
    private readonly SimConnection _connection;
    private Action<ulong, byte[]>? _listener;
    private ulong _newest;

    public SimLogStream(SimCluster cluster, SimNode node, SimConnection connection)
    {
        (_cluster, _node, _connection) = (cluster, node, connection);
        if (cluster.Broken == BrokenRule.NeverDoubtsTheLog) return;
        connection.Changed += open => node.Post(() => { if (open) Opened?.Invoke(); });
    }

    public event Action? Opened;

    public bool IsOpen => _connection.IsOpen;

    /// <summary>The bus broadcasts an entry.</summary>
    public void Cast(ulong seq, byte[] bytes) => _connection.Down(() => _node.Post(() =>
    {
        if (_cluster.Broken == BrokenRule.NeverDoubtsTheLog && seq <= _newest) return;
        _newest = seq;
        _listener?.Invoke(seq, bytes);
    }));

    public Task<IAsyncDisposable> ListenAsync(Action<ulong, byte[]> broadcast, CancellationToken stop)
    {
        _listener = broadcast;
        Subscription subscription = new(() => { if (_listener == broadcast) _listener = null; });
        return Task.FromResult<IAsyncDisposable>(subscription);
    }

    public Task<ILogPen> OpenAsync(string node, Acknowledged acknowledged, CancellationToken stop) =>
        Task.FromResult<ILogPen>(new Pen(this, acknowledged));

    public Task<(ulong First, ulong Last)> BoundsAsync(CancellationToken stop) =>
        AskAsync(() => (_cluster.Stream.First, _cluster.Stream.Last));

    public Task<byte[]?> GetAsync(ulong seq) => AskAsync(() => _cluster.Stream.Get(seq));

    /// <summary>Sends an entry that may become this sequence only; what became of it is told.</summary>
    public void Append(ulong seq, byte[] bytes, Action<bool> told)
    {
        void Tell(bool stored) => _connection.Down(() => _node.Post(() => told(stored)));
        _connection.Up(() => _cluster.Stream.Append(_node.Name, seq, bytes, Tell));
    }

    public async Task<NetworkSnapshot?> LoadSnapshotAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await AskAsync(_cluster.LoadSnapshot);
            }
            catch (LogSilentException)
            {
                stop.ThrowIfCancellationRequested();
            }
        }
    }

    private Task<T> AskAsync<T>(Func<T> question)
    {
        TaskCompletionSource<T> answer = new();
        _connection.Up(() =>
        {
            T found = question();
            _connection.Down(() => _node.Post(() => answer.TrySetResult(found)));
        });
        _node.After(Patience, () => answer.TrySetException(new LogSilentException("no answer")));
        return answer.Task;
    }

    private sealed class Pen(SimLogStream stream, Acknowledged acknowledged) : ILogPen
    {
        private bool _closed;

        public ValueTask WriteAsync(ulong seq, byte[] bytes, int generation)
        {
            stream.Append(seq, bytes, stored =>
            {
                if (!_closed) acknowledged(seq, generation, stored ? null : "wrong last sequence");
            });
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _closed = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Subscription(Action end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            end();
            return ValueTask.CompletedTask;
        }
    }
}
