using System.Buffers;
using IrcNats.Ports;
using IrcNats.Wire;
using NATS.Client.Core;

namespace IrcNats.Adapters;

/// <summary>
/// A subscription without a channel: each message goes to a callback on the connection's read loop, which must only
/// copy and post. Nothing is dropped in the client; a slow callback slows the socket, and the server then cuts it off.
/// </summary>
public sealed class CallbackSubscription : NatsSubBase, IAsyncDisposable
{
    /// <summary>One message; the sequences are valid only during the call. Headers are null if it has none.</summary>
    public delegate void Receiver(
        string subject, string? replyTo, in ReadOnlySequence<byte>? headers, in ReadOnlySequence<byte> payload);

    private readonly BusConnection _connection;
    private readonly Receiver _receive;

    private CallbackSubscription(BusConnection connection, string subject, string? group, Receiver receive)
        : base(connection, connection.SubscriptionManager, subject, group, opts: null) =>
        (_connection, _receive) = (connection, receive);

    public static Task<CallbackSubscription> StartAsync(
        BusConnection connection, string subject, Receiver receive, CancellationToken stop = default) =>
        StartAsync(connection, subject, group: null, receive, stop);

    /// <param name="group">One subscription of a group gets each message; null: this one gets all.</param>
    public static async Task<CallbackSubscription> StartAsync(
        BusConnection connection, string subject, string? group, Receiver receive, CancellationToken stop)
    {
        CallbackSubscription subscription = new(connection, subject, group, receive);
        await connection.AddSubAsync(subscription, stop);
        return subscription;
    }

    /// <summary>Payloads of one kind; anything else is refused.</summary>
    internal static Task<CallbackSubscription> StartAsync<T>(
        BusConnection connection, string subject, Action<T> receive, Refusals refusals, CancellationToken stop)
        where T : Payload => StartAsync(
            connection, subject,
            (string on, string? _, in ReadOnlySequence<byte>? _, in ReadOnlySequence<byte> payload) =>
            {
                if (Codec.TryDecode(payload.ToArray(), out T? taken, out string? error)) receive(taken);
                else refusals.Add(on, error);
            },
            stop);

    protected override ValueTask ReceiveInternalAsync(
        string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer)
    {
        try
        {
            _receive(subject, replyTo, headersBuffer, payloadBuffer);
        }
        catch (Exception e)
        {
            // The client would end the subscription, or lose its place in the stream.
            _connection.NotTaken(subject, e);
        }

        return ValueTask.CompletedTask;
    }

    protected override void TryComplete() { }
}
