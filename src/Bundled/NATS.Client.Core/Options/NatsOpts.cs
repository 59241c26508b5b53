using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NATS.Client.Core;

/// <summary>How to connect and how to behave; defaults are those of the official client.</summary>
public sealed record NatsOpts
{
    public static readonly NatsOpts Default = new();

    /// <summary>
    /// One URL or several separated by commas: nats:// or tls://, with user:password@ or token@ if need be.
    /// </summary>
    public string Url { get; init; } = "nats://localhost:4222";

    public string Name { get; init; } = "NATS .NET Client";

    public bool Echo { get; init; } = true;

    public bool Verbose { get; init; }

    public NatsAuthOpts AuthOpts { get; init; } = NatsAuthOpts.Default;

    public NatsTlsOpts TlsOpts { get; init; } = NatsTlsOpts.Default;

    public INatsSerializerRegistry SerializerRegistry { get; init; } = NatsDefaultSerializerRegistry.Default;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Bytes that may wait to be sent before publishers are made to wait.</summary>
    public int WriterBufferSize { get; init; } = 65536;

    /// <summary>First size of the read buffer in bytes; it grows to the largest message received.</summary>
    public int ReaderBufferSize { get; init; } = 65536;

    /// <summary>Largest message accepted from a server, in bytes, whatever it says its own limit is.</summary>
    public int MaxPayloadHardCap { get; init; } = 67108864;

    public string InboxPrefix { get; init; } = "_INBOX";

    public bool NoRandomize { get; init; }

    public TimeSpan PingInterval { get; init; } = TimeSpan.FromMinutes(2);

    public int MaxPingOut { get; init; } = 2;

    public TimeSpan ReconnectWaitMin { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan ReconnectJitter { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan ReconnectWaitMax { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public Encoding HeaderEncoding { get; init; } = Encoding.ASCII;

    public bool WaitUntilSent { get; init; }

    /// <summary>Rounds through the server list before a lost connection is given up; -1 is never.</summary>
    public int MaxReconnectRetry { get; init; } = -1;

    /// <summary>Keep reconnecting even when servers refuse the credentials twice in a row.</summary>
    public bool IgnoreAuthErrorAbort { get; init; }

    public int SubPendingChannelCapacity { get; init; } = 16384;

    public BoundedChannelFullMode SubPendingChannelFullMode { get; init; } = BoundedChannelFullMode.DropNewest;

    /// <summary>Accepted for compatibility: replies always come through one shared inbox subscription here.</summary>
    public NatsRequestReplyMode RequestReplyMode { get; init; } = NatsRequestReplyMode.Direct;

    public bool RetryOnInitialConnect { get; init; }

    /// <summary>
    /// While disconnected with a full buffer, fail a publish after CommandTimeout instead of waiting.
    /// </summary>
    public bool PublishTimeoutOnDisconnected { get; init; }
}
