using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace NATS.Client.Core.Events;

/// <summary>Runs event handlers one after the other, so that no handler can hold up reading or writing.</summary>
internal sealed class EventQueue : IAsyncDisposable
{
    // Lifecycle events are rare; only a flood of dropped messages can fill this.
    private const int Capacity = 1024;

    private readonly Channel<Func<ValueTask>> _queue = Channel.CreateBounded<Func<ValueTask>>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly ILogger _logger;
    private readonly Task _loop;

    public EventQueue(ILogger logger)
    {
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Queues a call of the handlers; waits when handlers are far behind.</summary>
    public async ValueTask RaiseAsync<TArgs>(AsyncEventHandler<TArgs>? handlers, object sender, TArgs args)
    {
        if (handlers is null)
            return;
        try
        {
            await _queue.Writer.WriteAsync(() => CallAsync(handlers, sender, args)).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The connection is being disposed; nobody listens any more.
        }
    }

    /// <summary>Queues a call of the handlers, or forgets it when handlers are far behind.</summary>
    public void TryRaise<TArgs>(AsyncEventHandler<TArgs>? handlers, object sender, TArgs args)
    {
        if (handlers is not null)
            _queue.Writer.TryWrite(() => CallAsync(handlers, sender, args));
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();

        // A handler may be the one who disposes the connection: do not wait for it forever.
        await Task.WhenAny(_loop, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
    }

    private static async ValueTask CallAsync<TArgs>(AsyncEventHandler<TArgs> handlers, object sender, TArgs args)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
            await handler(sender, args).ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        await foreach (var call in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await call().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                _logger.EventHandlerFailed(e);
            }
        }
    }
}
