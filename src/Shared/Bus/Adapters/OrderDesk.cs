using System.Buffers;
using IrcNats.Ports;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace IrcNats.Adapters;

/// <summary>Takes orders for a process, on subject irc.ctl.&lt;node&gt;, and answers each.</summary>
sealed class OrderDesk(BusConnection connection, ILogger log) : IAsyncDisposable
{
    private readonly Refusals _refusals = new(log);
    private CallbackSubscription? _orders;

    /// <param name="carryOut">On NATS' thread: only post it. What it returns is the answer.</param>
    public async Task OpenAsync(string subject, Func<Order, Task<OrderReply>> carryOut, CancellationToken stop) =>
        _orders = await CallbackSubscription.StartAsync(
            connection, subject,
            (string on, string? to, in ReadOnlySequence<byte>? _, in ReadOnlySequence<byte> payload) =>
                Take(on, to, payload.ToArray(), carryOut),
            stop);

    public ValueTask DisposeAsync() => _orders?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Take(string subject, string? replyTo, byte[] payload, Func<Order, Task<OrderReply>> carryOut)
    {
        if (Codec.TryDecode(payload, out Order? order, out string? error)) _ = AnswerAsync(order, replyTo, carryOut);
        else _refusals.Add(subject, error);
    }

    private async Task AnswerAsync(Order order, string? replyTo, Func<Order, Task<OrderReply>> carryOut)
    {
        // Archivers tell twice a second how far they are; a note is of an order that is told of elsewhere.
        // What is imported comes in many parts, and is for roots alone.
        if (order.Kind is not (OrderKind.Archived or OrderKind.Audit or OrderKind.Note or OrderKind.Import))
            BusLog.Ordered(log, order.Kind, order.Argument);
        OrderReply reply = await carryOut(order);
        if (replyTo is not null && await connection.TrySendAsync(replyTo, Codec.Encode(reply)) is { } why)
            _refusals.Add(replyTo, $"an answer was not sent: {why}");
    }
}
