using IrcNats.Ports;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace IrcNats.Adapters;

/// <summary>A process's connection to NATS. It sends what is left before it closes.</summary>
public sealed class BusConnection(NatsOpts opts, ILogger log) : NatsConnection(opts)
{
    // Time for a process that ends to send what is left.
    private static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_leave = TimeSpan.FromMilliseconds(250);

    private const string Inboxes = "_INBOX.";

    private readonly Refusals _refusals = new(log);
    private int _isClosing;

    /// <summary>
    /// Sends something that may also be lost; does not wait for a connection that is away. Null if the connection has
    /// taken it, else the reason.
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

    /// <summary>
    /// A subject of its own, below which any number of words may follow. The client takes all that is below its own
    /// inboxes (NewInbox) for answers of one word more, and would not ask the server for anything longer.
    /// </summary>
    public string NewDeepInbox() => Inboxes + "deep-" + NewInbox()[Inboxes.Length..].Replace('.', '-');

    /// <summary>The code that was to take a message threw.</summary>
    internal void NotTaken(string subject, Exception fault) => _refusals.Add(subject, $"not taken: {fault}");

    // When it is disposed, the client forgets what it has not sent yet.
    public override async ValueTask DisposeAsync()
    {
        // What was published before a ping has been sent when its answer comes.
        if (ConnectionState == NatsConnectionState.Open && Interlocked.Exchange(ref _isClosing, 1) == 0)
            await Task.WhenAny(PingAsync().AsTask(), Task.Delay(s_lastWords));
        // With a full buffer the client waits for its server before it closes, and throws if the server does not come.
        await Task.WhenAny(base.DisposeAsync().AsTask(), Task.Delay(s_leave));
    }
}
