using IrcNats.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;

namespace IrcNats.Adapters;

/// <summary>Makes connections to NATS the way our processes want them: never giving up, and back quickly.</summary>
public static class NatsConnections
{
    // 20-200 ms between tries: a supervised server is back in well under a second and nobody should wait longer for us.
    private static readonly TimeSpan s_waitMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_waitMax = TimeSpan.FromMilliseconds(200);

    // For a person's command, who rather waits long than in vain: a machine that is looked at is often busy.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // For a process, which tries again, perhaps another server.
    private static readonly TimeSpan s_try = TimeSpan.FromSeconds(2);

    /// <summary>Connects; while there is no server it says so once and keeps trying.</summary>
    public static async Task<BusConnection> OpenAsync(
        BusOptions options, string name, ILogger log, CancellationToken stop)
    {
        for (int tries = 0; ; tries++)
        {
            stop.ThrowIfCancellationRequested();
            NatsOpts opts = Patient(options, name);
            BusConnection connection = new(opts with { Url = Turned(opts.Url, tries) }, log);
            try
            {
                await connection.ConnectAsync().AsTask().WaitAsync(stop);
                return connection;
            }
            catch (NatsException e)
            {
                await connection.DisposeAsync();
                if (IsRefusal(e)) throw new NatsException(Reason(e), e);
                if (tries == 0) BusLog.WaitingForServer(log, options.Url, Reason(e));
                await Task.Delay(s_waitMin * 2, stop);
            }
        }
    }

    /// <summary>Connects for a person's command, which tries each server once.</summary>
    /// <exception cref="NatsException">No server answers, or it does not let us in.</exception>
    public static async Task<BusConnection> OpenOnceAsync(BusOptions options, string name, CancellationToken stop)
    {
        NatsOpts opts = OptionsOf(options, name);
        for (int tries = 1; ; tries++)
        {
            BusConnection connection = new(opts with { Url = Turned(opts.Url, tries - 1) }, NullLogger.Instance);
            try
            {
                await connection.ConnectAsync().AsTask().WaitAsync(stop);
                return connection;
            }
            catch (NatsException e)
            {
                await connection.DisposeAsync();
                if (IsRefusal(e) || tries == opts.Url.Split(',').Length) throw new NatsException(Reason(e), e);
            }
        }
    }

    // If a server takes no connection, the client tries its next one. If a server takes the connection and says
    // nothing, the client does not. So each of our tries begins with another server.
    private static string Turned(string urls, int by)
    {
        string[] all = urls.Split(',');
        int first = by % all.Length;
        return string.Join(',', [.. all[first..], .. all[..first]]);
    }

    private static bool IsRefusal(Exception e) =>
        e is NatsServerException { IsAuthError: true } || (e.InnerException is { } inner && IsRefusal(inner));

    /// <summary>The servers' addresses, and our credentials.</summary>
    private static NatsOpts OptionsOf(BusOptions options, string name) => new()
    {
        Url = options.Url,
        Name = name,
        NoRandomize = true,
        AuthOpts = AuthOf(options),
        TlsOpts = new NatsTlsOpts { CaFile = options.TlsCa, CertFile = options.TlsCert, KeyFile = options.TlsKey },
        RequestReplyMode = NatsRequestReplyMode.SharedInbox,
        ConnectTimeout = s_patience,
    };

    private static NatsOpts Patient(BusOptions options, string name) => OptionsOf(options, name) with
    {
        ConnectTimeout = s_try,
        // A server may refuse us for a while, when its configuration is being changed: that is no reason to give up.
        IgnoreAuthErrorAbort = true,
        ReconnectWaitMin = s_waitMin,
        ReconnectWaitMax = s_waitMax,
        ReconnectJitter = s_waitMin,
        // A silent server is left after 4 to 6 seconds; after about 11 if more waits for it than the buffers hold,
        // because a ping then waits behind it for the client's CommandTimeout.
        PingInterval = TimeSpan.FromSeconds(2),
        MaxPingOut = 2,
        // A stream without a leader answers nothing at all. Asking again soon finds the next leader soon.
        RequestTimeout = TimeSpan.FromSeconds(1),
    };

    private static NatsAuthOpts AuthOf(BusOptions options)
    {
        // The file is read at each connect, so that the seed can be replaced.
        if (options.NkeyFile is { } file)
            return new() { AuthCredCallback = (_, _) => new(NatsAuthCred.FromNkey(NkeyFile.Seed(file))) };
        if (options.User is not null || options.Token is not null)
            return new() { Username = options.User, Password = options.Password, Token = options.Token };
        // Taken from the first address, as the client does it. It is done here because any address may come first.
        string[] who = [.. UserInfo(options.Url.Split(',')[0]).Split(':', 2).Select(Uri.UnescapeDataString)];
        return who switch
        {
            [var user, var password] => new() { Username = user, Password = password },
            [{ Length: > 0 } token] => new() { Token = token },
            _ => new(),
        };
    }

    private static string UserInfo(string url) =>
        Uri.TryCreate(url.Trim(), UriKind.Absolute, out Uri? address) ? address.UserInfo : "";

    /// <summary>The client's exception says where it could not connect; the one inside says why.</summary>
    private static string Reason(NatsException e) =>
        e.InnerException is { } inner ? $"{e.Message}: {inner.Message}" : e.Message;
}
