using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace IrcNats.Adapters;

/// <summary>Makes connections to NATS the way our processes want them: never giving up, and back quickly.</summary>
public static class NatsConnections
{
    // 20-200 ms between tries: a supervised server is back in well under a second and nobody should wait longer for us.
    private static readonly TimeSpan s_waitMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_waitMax = TimeSpan.FromMilliseconds(200);

    // A person waits: rather for long than in vain, for it is a busy machine that is looked at.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // Of a process, which tries again, and perhaps elsewhere.
    private static readonly TimeSpan s_try = TimeSpan.FromSeconds(2);

    /// <summary>Connects; while there is no server it says so once and keeps trying.</summary>
    public static async Task<NatsConnection> OpenAsync(
        BusOptions options, string name, ILogger log, CancellationToken stop)
    {
        NatsOpts opts = Patient(options, name);
        bool said = false;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            NatsConnection connection = new(opts);
            try
            {
                await connection.ConnectAsync().AsTask().WaitAsync(stop);
                return connection;
            }
            catch (NatsException e) when (!IsRefusal(e))
            {
                await connection.DisposeAsync();
                if (!said) BusLog.WaitingForServer(log, options.Url, e.Message);
                said = true;
                await Task.Delay(s_waitMin * 2, stop);
            }
        }
    }

    private static bool IsRefusal(Exception e) =>
        e is NatsServerException { IsAuthError: true } || (e.InnerException is { } inner && IsRefusal(inner));

    /// <summary>Where the servers are, who we are there: for a person's command, which tries once.</summary>
    public static NatsOpts OptionsOf(BusOptions options, string name) => new()
    {
        Url = options.Url,
        Name = name,
        AuthOpts = new NatsAuthOpts
        {
            Username = options.User, Password = options.Password, Token = options.Token, NKeyFile = options.NkeyFile,
        },
        TlsOpts = new NatsTlsOpts { CaFile = options.TlsCa, CertFile = options.TlsCert, KeyFile = options.TlsKey },
        RequestReplyMode = NatsRequestReplyMode.SharedInbox,
        ConnectTimeout = s_patience,
    };

    private static NatsOpts Patient(BusOptions options, string name) => OptionsOf(options, name) with
    {
        ConnectTimeout = s_try,
        NoRandomize = true,
        // A server that refuses us for a while (its configuration is being changed) is no reason to give up.
        IgnoreAuthErrorAbort = true,
        ReconnectWaitMin = s_waitMin,
        ReconnectWaitMax = s_waitMax,
        ReconnectJitter = s_waitMin,
        PingInterval = TimeSpan.FromSeconds(2),
        MaxPingOut = 2,
        // A stream without a leader answers nothing at all: asking again soon finds the next leader soon.
        RequestTimeout = TimeSpan.FromSeconds(1),
    };
}
