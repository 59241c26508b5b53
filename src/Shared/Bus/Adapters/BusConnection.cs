using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace IrcNats.Adapters;

/// <summary>
/// A process's connection to NATS. It leaves a server that no longer answers, whatever else waits to be sent, and sends
/// what is left before it closes.
/// </summary>
public sealed class BusConnection(NatsOpts opts, ILogger log) : NatsConnection(opts)
{
    // How often a server is asked for a sign of life, and how long it has for it.
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2), s_patience = TimeSpan.FromSeconds(4);

    // For the last words of a process that ends.
    private static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_leave = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _closing = new();
    private readonly Refusals _refusals = new(log);
    private int _isClosing;

    /// <summary>Connects, and watches over the connection from then on.</summary>
    public async Task OpenAsync(CancellationToken stop)
    {
        await ConnectAsync().AsTask().WaitAsync(stop);
        _ = WatchAsync(_closing.Token);
    }

    /// <summary>
    /// Sends what may also be lost; it does not wait for a connection that is away. Null when the connection has it,
    /// else the reason.
    /// </summary>
    public async ValueTask<string?> TrySendAsync(string subject, byte[] payload, string? replyTo = null)
    {
        if (ConnectionState != NatsConnectionState.Open) return "the connection is away";
        try
        {
            await PublishAsync(subject, payload, replyTo: replyTo);
            return null;
        }
        catch (Exception e) when (e is NatsException or ObjectDisposedException or OperationCanceledException)
        {
            return e.Message;
        }
    }

    /// <summary>Whoever was to take a message threw.</summary>
    internal void NotTaken(string subject, Exception fault) => _refusals.Add(subject, $"not taken: {fault}");

    // The client forgets what it has not sent yet when it is disposed.
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) == 0)
        {
            await _closing.CancelAsync();
            if (ConnectionState == NatsConnectionState.Open) await IsAnsweringAsync(s_lastWords);
        }

        // With a full buffer the client waits for its server to take leave, and throws when it does not.
        await Task.WhenAny(base.DisposeAsync().AsTask(), Task.Delay(s_leave));
    }

    // The client has pings too, but they end with the first one that a full buffer holds up: a server that stops
    // reading would keep a busy process for ever.
    private async Task WatchAsync(CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            await Task.Delay(s_every, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ConnectionState != NatsConnectionState.Open || await IsAnsweringAsync(s_patience)) continue;
            if (closing.IsCancellationRequested) return;
            BusLog.LeavingServer(log, Opts.Name, ServerInfo?.Host ?? "", ServerInfo?.Port ?? 0, s_patience);
            await ReconnectAsync();
        }
    }

    // What was published before the question has been sent when its answer comes.
    private async Task<bool> IsAnsweringAsync(TimeSpan within)
    {
        try
        {
            await PingAsync().AsTask().WaitAsync(within);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The connection was lost meanwhile: the client makes the next one by itself.
            return true;
        }
        catch (Exception e) when (e is NatsException or TimeoutException)
        {
            return false;
        }
    }
}
