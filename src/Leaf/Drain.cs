using System.Globalization;
using IrcNats.Leaf.Transport;
using IrcNats.Wire;

namespace IrcNats.Leaf;

/// <summary>
/// Carries out an operator's order to drain: the leaf lets nobody in, sends clients away at a rate with a friendly
/// word, and ends when none is left.
/// </summary>
sealed class Drain(string leaf, LeafLoop loop, Listeners listeners, TimeProvider time)
{
    private const string Reason = "This server is being taken out of service; please connect again";

    // Clients sent away in a second, if nobody orders another rate.
    private const int UsualRate = 100;

    // How often some are sent away.
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    /// <summary>Whether the drain has begun.</summary>
    public bool IsOn => Volatile.Read(ref _begun) == 1;

    /// <summary>Completes when the last client has gone.</summary>
    public Task Empty => _empty.Task;

    public Task<OrderReply> CarryOutAsync(Order order)
    {
        bool isDrain = order.Kind == OrderKind.Drain;
        if (!isDrain || !int.TryParse(order.Argument, CultureInfo.InvariantCulture, out int rate) || rate < 1)
            return Answer(false, isDrain ? $"'{order.Argument}' is no rate" : $"{leaf} is a leaf: it only drains");
        if (!Begin(rate)) return Answer(true, $"{leaf} is being drained already");
        return Answer(true, $"{leaf} sends away {loop.Status.Sessions} clients, {rate} in a second");
    }

    /// <summary>Begins the drain; false if it has begun already.</summary>
    public bool Begin(int rate = UsualRate)
    {
        if (Interlocked.Exchange(ref _begun, 1) == 1) return false;
        _ = RunAsync(rate);
        return true;
    }

    private static Task<OrderReply> Answer(bool accepted, string text) =>
        Task.FromResult(new OrderReply(Payload.FormatVersion, accepted, text));

    private async Task RunAsync(int rate)
    {
        listeners.CloseDoors();
        int step = Math.Max(1, rate / (int)(TimeSpan.FromSeconds(1) / s_step));
        Task empty = loop.WhenAsync(core => core.Sessions == 0);
        while (!empty.IsCompleted)
        {
            loop.Post((core, now) => core.CloseSome(step, Reason, now));
            await Task.WhenAny(empty, Task.Delay(TimeSpan.FromSeconds((double)step / rate), time));
        }

        _empty.TrySetResult();
    }
}
