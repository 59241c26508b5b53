using Cassandra.Connections;

namespace Cassandra;

/// <summary>A session's connections to one host: each is opened again when it ends, until the session does.</summary>
internal sealed class HostPool : IDisposable
{
    // A connection that lived so long is opened again at once: its host may only have closed what was idle.
    private static readonly TimeSpan s_steady = TimeSpan.FromSeconds(5);

    private readonly Session _session;
    private readonly Connection?[] _connections;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Exception?> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception _error;

    public HostPool(Session session, Host host, int size)
    {
        (_session, Host, _connections) = (session, host, new Connection?[size]);
        _error = new DriverException($"There is no connection to {host.Address} yet.");
        for (int i = 0; i < size; i++)
        {
            int slot = i;
            _ = Task.Run(() => KeepAsync(slot));
        }
    }

    public Host Host { get; }

    /// <summary>Is done when a connection was tried: nothing if it is open, else why not.</summary>
    public Task<Exception?> FirstAttempt => _first.Task;

    /// <summary>Why there is no connection.</summary>
    public Exception Error => _error;

    public IEnumerable<Connection> Open
    {
        get
        {
            for (int i = 0; i < _connections.Length; i++)
            {
                if (Volatile.Read(ref _connections[i]) is { } open) yield return open;
            }
        }
    }

    /// <summary>The open connection on which the fewest requests wait.</summary>
    public Connection? Choose() => Open.MinBy(c => c.InFlight);

    /// <summary>Does not wait any longer before the next attempt.</summary>
    public void TryNow() => _wake.TrySetResult();

    public void Dispose()
    {
        _stop.Cancel();
        _wake.TrySetResult();
        foreach (Connection connection in Open) connection.Dispose();
    }

    private async Task KeepAsync(int slot)
    {
        IReconnectionSchedule? schedule = null;
        while (!_stop.IsCancellationRequested)
        {
            if (await TryOpenAsync().ConfigureAwait(false) is { } connection)
            {
                schedule = null;
                Volatile.Write(ref _connections[slot], connection);
                if (_stop.IsCancellationRequested) connection.Dispose();
                Host.IsUp = true;
                _first.TrySetResult(null);
                long opened = Environment.TickCount64;
                _error = await connection.Ended.ConfigureAwait(false);
                Volatile.Write(ref _connections[slot], null);
                if (Environment.TickCount64 - opened > s_steady.TotalMilliseconds) continue;
            }

            if (!Open.Any()) Host.IsUp = false;
            _first.TrySetResult(_error);
            schedule ??= _session.Settings.Reconnection.NewSchedule();
            await PauseAsync(schedule.NextDelay()).ConfigureAwait(false);
        }
    }

    private async Task<Connection?> TryOpenAsync()
    {
        Connection? connection = null;
        try
        {
            connection = await Connection.OpenAsync(Host.Address, _session.Settings.Connections, _stop.Token)
                .ConfigureAwait(false);
            // It may change while the connection is told of it.
            for (string? used = null; _session.Keyspace is { } wanted && wanted != used; used = wanted)
                await connection.UseKeyspaceAsync(wanted).ConfigureAwait(false);
            return connection;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            _error = e;
            return null;
        }
    }

    private async Task PauseAsync(TimeSpan delay)
    {
        TaskCompletionSource wake = _wake;
        await Task.WhenAny(wake.Task, Task.Delay(delay, _stop.Token)).ConfigureAwait(false);
        if (wake.Task.IsCompleted)
            Interlocked.CompareExchange(
                ref _wake, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), wake);
    }
}
