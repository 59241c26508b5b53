using System.Net;
using System.Threading.Channels;
using Cassandra.Connections;
using Cassandra.Protocol;

namespace Cassandra.Hosts;

/// <summary>The connection over which the cluster tells of its hosts; when it ends, another host is asked.</summary>
internal sealed class ControlConnection(ClusterSettings settings, HostTable hosts) : IDisposable
{
    // Events come before the host that they tell of listens.
    private static readonly TimeSpan s_eventDelay = TimeSpan.FromSeconds(1);
    // One that ended sooner is not replaced at once, lest a broken server keeps us busy.
    private static readonly TimeSpan s_steady = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();

    // One refresh that waits is enough, however many events ask for it.
    private readonly Channel<bool> _refreshes =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private volatile Connection? _connection;

    /// <summary>The host that was reached first.</summary>
    public Host? FirstReached { get; private set; }

    /// <summary>A host is said to be up again, or down.</summary>
    public event Action<Host, bool>? StatusSaid;

    /// <summary>Reaches one host and learns of all; then keeps itself alive.</summary>
    public async Task BeginAsync()
    {
        (List<IPEndPoint> addresses, string unresolved) =
            await settings.ContactPoints.ResolveAsync().ConfigureAwait(false);
        await ReachAsync(addresses, unresolved).ConfigureAwait(false);
        FirstReached = hosts.Find(_connection!.Address);
        _ = Task.Run(KeepAsync);
        _ = Task.Run(RefreshAsync);
    }

    /// <summary>Asks again what there is, soon.</summary>
    public void Refresh() => _refreshes.Writer.TryWrite(true);

    public void Dispose()
    {
        _stop.Cancel();
        _connection?.Dispose();
    }

    private async Task ReachAsync(IReadOnlyList<IPEndPoint> addresses, string unresolved)
    {
        Dictionary<IPEndPoint, Exception> errors = [];
        foreach (IPEndPoint address in addresses)
        {
            Connection? connection = null;
            try
            {
                connection = await Connection.OpenAsync(address, settings.Connections, _stop.Token)
                    .ConfigureAwait(false);
                connection.Heard = Hear;
                await connection.AskAsync(new RegisterRequest(EventResponse.Topology, EventResponse.Status))
                    .ConfigureAwait(false);
                await LearnAsync(connection).ConfigureAwait(false);
                _connection = connection;
                if (_stop.IsCancellationRequested) connection.Dispose();
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                connection?.Dispose();
                errors[address] = e;
            }
        }

        throw new NoHostAvailableException(errors, unresolved);
    }

    private async Task LearnAsync(Connection connection) => hosts.Update(
        await SystemTables.HostsAsync(connection, settings.Port).ConfigureAwait(false),
        await SystemTables.KeyspacesAsync(connection).ConfigureAwait(false));

    private async Task KeepAsync()
    {
        IReconnectionSchedule schedule = settings.Reconnection.NewSchedule();
        while (!_stop.IsCancellationRequested)
        {
            long begun = Environment.TickCount64;
            await _connection!.Ended.ConfigureAwait(false);
            if (Environment.TickCount64 - begun > s_steady.TotalMilliseconds)
                schedule = settings.Reconnection.NewSchedule();
            else
                await PauseAsync(schedule).ConfigureAwait(false);
            while (!_stop.IsCancellationRequested && !await TryAgainAsync().ConfigureAwait(false))
                await PauseAsync(schedule).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(IReconnectionSchedule schedule) =>
        await Task.Delay(schedule.NextDelay(), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // The hosts that were known last, those that are up first; and those that were given, when all have moved.
    private async Task<bool> TryAgainAsync()
    {
        try
        {
            (List<IPEndPoint> given, string unresolved) =
                await settings.ContactPoints.ResolveAsync().ConfigureAwait(false);
            IEnumerable<IPEndPoint> known = hosts.All.OrderByDescending(h => h.IsUp).Select(h => h.Address);
            await ReachAsync([.. known.Concat(given).Distinct()], unresolved).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is DriverException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Hear(EventResponse happened)
    {
        Refresh();
        if (happened is { Kind: EventResponse.Status, Host: { } address } && hosts.Find(address) is { } host)
            StatusSaid?.Invoke(host, happened.Change == "UP");
    }

    private async Task RefreshAsync()
    {
        while (await _refreshes.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
        {
            await Task.Delay(s_eventDelay, _stop.Token).ConfigureAwait(false);
            _refreshes.Reader.TryRead(out _);
            try
            {
                await LearnAsync(_connection!).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The connection has ended, or the host says nonsense: what is known stays, the next event asks again.
            }
        }
    }
}
