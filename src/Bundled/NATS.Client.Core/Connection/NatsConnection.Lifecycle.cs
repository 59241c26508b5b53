using Microsoft.Extensions.Logging;
using NATS.Client.Core.Protocol;

namespace NATS.Client.Core;

// Connecting, losing the connection, connecting again, and the end.
public sealed partial class NatsConnection
{
    private static readonly TimeSpan DisposeMax = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger;
    private readonly ServerPool _servers;
    private readonly CancellationTokenSource _lifetime = new();
    private TaskCompletionSource _opened = NewSignal();
    private Task? _loop;
    private ServerLink? _link;
    private volatile NatsConnectionState _state;
    private bool _disposed;

    public NatsConnectionState ConnectionState => _state;

    private bool HasConnected => _state is not (NatsConnectionState.Closed or NatsConnectionState.Connecting);

    /// <summary>Connects, or waits for the connection that is being made. Also waits for a reconnect.</summary>
    public async ValueTask ConnectAsync()
    {
        Task opened;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            opened = _opened.Task;
            if (_loop is null)
            {
                _state = NatsConnectionState.Connecting;
                _loop = Task.Run(RunAsync);
            }
        }

        await opened.ConfigureAwait(false);
    }

    /// <summary>Drops the present connection; a new one is made in the background.</summary>
    public ValueTask ReconnectAsync()
    {
        _link?.Abort();
        return default;
    }

    public async ValueTask<TimeSpan> PingAsync(CancellationToken cancellationToken = default)
    {
        await ConnectAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        var link = _link ?? throw new NatsException("The connection was lost");
        try
        {
            return await link.PingAsync(Queue, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NatsException("The connection was lost before the server answered the ping", e);
        }
    }

    /// <summary>Sends what is queued, then closes; ends all subscriptions.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        if (_state == NatsConnectionState.Open)
            await Task.WhenAny(Queue.WhenSent(), Task.Delay(DisposeMax)).ConfigureAwait(false);
        await _lifetime.CancelAsync().ConfigureAwait(false);

        // Disposing from within a callback would wait for itself: hence the limit.
        if (_loop is not null)
            await Task.WhenAny(_loop, Task.Delay(DisposeMax)).ConfigureAwait(false);
        var closed = new ObjectDisposedException(nameof(NatsConnection));
        Queue.Close(closed);
        _state = NatsConnectionState.Closed;
        SetFailed(_opened, closed);
        await Subscriptions.EndAllAsync().ConfigureAwait(false);
        await _events.DisposeAsync().ConfigureAwait(false);
    }

    internal void OnInfo(ServerLink link)
    {
        ServerInfo = link.Info;
        _servers.Learn(link.Info.ClientConnectUrls, link.Server);
        if (link.Info.LameDuckMode)
            _events.Raise(LameDuckModeActivated, this, new NatsLameDuckModeActivatedEventArgs(link.Server.Uri));
    }

    internal void OnServerError(string error) => _events.Raise(ServerError, this, new NatsServerErrorEventArgs(error));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Whoever awaits sees the failure; that nobody may be awaiting is no error of its own.
    private static void SetFailed(TaskCompletionSource signal, Exception e)
    {
        signal.TrySetException(e);
        _ = signal.Task.Exception;
    }

    private Task ConnectFirstAsync(CancellationToken cancellationToken) =>
        HasConnected ? Task.CompletedTask : ConnectAsync().AsTask().WaitAsync(cancellationToken);

    private async Task RunAsync()
    {
        try
        {
            var link = await OpenFirstAsync().ConfigureAwait(false);
            while (link is not null)
            {
                await ServeAsync(link).ConfigureAwait(false);
                link = await ReopenAsync(0).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_lifetime.IsCancellationRequested)
        {
            // Disposed: what waits is told there.
        }
        catch (Exception e)
        {
            _state = NatsConnectionState.Failed;
            Queue.Close(e);
            SetFailed(_opened, e);
            _events.Raise(ReconnectFailed, this, new NatsEventArgs(e.Message));
        }
    }

    // A first connect that fails leaves the connection as new: it may be tried again.
    private async Task<ServerLink?> OpenFirstAsync()
    {
        try
        {
            return await TryRoundAsync().ConfigureAwait(false);
        }
        catch (NatsException) when (Opts.RetryOnInitialConnect)
        {
            return await ReopenAsync(1).ConfigureAwait(false);
        }
        catch (NatsException e)
        {
            lock (_gate)
            {
                _loop = null;
                _state = NatsConnectionState.Closed;
                SetFailed(_opened, e);
                _opened = NewSignal();
            }

            return null;
        }
    }

    private async Task ServeAsync(ServerLink link)
    {
        await using (link.ConfigureAwait(false))
        {
            _link = link;
            var reason = await link.RunAsync(this, () => SetOpen(link), _lifetime.Token).ConfigureAwait(false);
            lock (_gate)
            {
                _link = null;
                _servers.Left = link.Server;
                _state = NatsConnectionState.Reconnecting;
                _opened = _opened.Task.IsCompleted ? NewSignal() : _opened;
            }

            _lifetime.Token.ThrowIfCancellationRequested();
            _logger.Disconnected(link.Server.ToString(), reason.Message);
            _events.Raise(ConnectionDisconnected, this, new NatsEventArgs($"{link.Server}: {reason.Message}"));
        }
    }

    private void SetOpen(ServerLink link)
    {
        OnInfo(link);
        _logger.Connected(link.Server.ToString());
        lock (_gate)
        {
            _state = NatsConnectionState.Open;
            _opened.TrySetResult();
        }

        _events.Raise(ConnectionOpened, this, new NatsEventArgs(link.Server.ToString()));
    }

    private async Task<ServerLink?> ReopenAsync(int round)
    {
        var refusals = 0;
        for (var last = Opts.MaxReconnectRetry < 0 ? int.MaxValue : round + Opts.MaxReconnectRetry - 1; ; round++)
        {
            await Task.Delay(WaitBefore(round), _lifetime.Token).ConfigureAwait(false);
            try
            {
                return await TryRoundAsync().ConfigureAwait(false);
            }
            catch (NatsException e)
            {
                refusals = e.InnerException is NatsServerException { IsAuthError: true } ? refusals + 1 : 0;
                if (round >= last || (refusals > 1 && !Opts.IgnoreAuthErrorAbort))
                    throw;
                _events.Raise(ReconnectFailed, this, new NatsEventArgs(e.Message));
            }
        }
    }

    // The first round comes at once but for the jitter: another server of the list may be there.
    private TimeSpan WaitBefore(int round)
    {
        var jitter = Random.Shared.NextDouble() * Opts.ReconnectJitter;
        var doubled = round == 0 ? TimeSpan.Zero : Opts.ReconnectWaitMin * Math.Pow(2, Math.Min(round - 1, 16));
        return (doubled < Opts.ReconnectWaitMax ? doubled : Opts.ReconnectWaitMax) + jitter;
    }

    private async Task<ServerLink> TryRoundAsync()
    {
        NatsException? last = null;
        foreach (var server in _servers.Round())
        {
            try
            {
                return await ServerLink.OpenAsync(server, Opts, _lifetime.Token).ConfigureAwait(false);
            }
            catch (NatsException e)
            {
                _logger.ConnectFailed(server.ToString(), e.Message);
                last = e;
            }
        }

        throw new NatsException($"No server could be connected to, of {_servers}: {last!.Message}", last);
    }
}
