using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace NATS.Client.Core.Events;

/// <summary>Runs event handlers one after the other, so that no handler can hold up reading or writing.</summary>
internal sealed class EventQueue : IAsyncDisposable
{
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

    /// <summary>Queues a call of the handlers, or forgets it when they are a whole queue behind.</summary>
    public void Raise<TArgs>(AsyncEventHandler<TArgs>? handlers, object sender, TArgs args)
    {
        if (handlers is not null)
            _queue.Writer.TryWrite(() => CallAsync(handlers, sender, args));
    }

    /// <summary>Of events that come in floods: leaves half of the queue to the others.</summary>
    public void RaiseOften<TArgs>(AsyncEventHandler<TArgs>? handlers, object sender, TArgs args)
    {
        if (_queue.Reader.Count < Capacity / 2)
            Raise(handlers, sender, args);
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
