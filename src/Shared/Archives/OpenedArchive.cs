using System.Threading.Channels;
using IrcNats.History;
using IrcNats.State;
using Microsoft.Extensions.Logging;
using Channel = System.Threading.Channels.Channel;

namespace IrcNats.Archives;

/// <summary>One archive: opened behind the process' back, again and again until it is, and told what it is to keep.
/// </summary>
sealed class OpenedArchive : IAsyncDisposable
{
    // The first and the longest wait for an archive that cannot be opened, and how long one try may take.
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(0.25), s_retryMax = TimeSpan.FromSeconds(10),
        s_try = TimeSpan.FromSeconds(15);

    // How often the same reason is said again.
    private static readonly TimeSpan s_saidAgain = TimeSpan.FromMinutes(1);

    private readonly Func<NetworkConfig, CancellationToken, Task<IHistoryArchive>> _open;
    private readonly bool _writes;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _over = new();
    // Only the newest configuration matters.
    private readonly Channel<NetworkConfig> _changes = Channel.CreateBounded<NetworkConfig>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Task _running;
    private volatile NetworkConfig _config;
    private volatile IHistoryArchive? _archive;
    private volatile string _why = "it is being opened";
    private string? _said;
    private long _saidAt;

    public OpenedArchive(
        NetworkConfig config, Func<NetworkConfig, CancellationToken, Task<IHistoryArchive>> open, bool writes,
        TimeProvider time, ILogger log)
    {
        (_config, _open, _writes, _time, _log) = (config, open, writes, time, log);
        _running = Task.Run(RunAsync);
    }

    /// <exception cref="HistorySilentException">It is not open: why.</exception>
    public IHistoryArchive Archive =>
        _archive ?? throw new HistorySilentException($"the archive is not open ({Where}): {_why}");

    private string Where => _config.Datastore.Cassandra is { Enabled: true } there
        ? $"Cassandra at {string.Join(", ", there.ContactPoints)}, keyspace {there.Keyspace}"
        : "beside the log";

    /// <summary>Whether this configuration names this archive.</summary>
    public bool IsOf(NetworkConfig config) =>
        StoreOf(config.Datastore.Cassandra) == StoreOf(_config.Datastore.Cassandra);

    /// <summary>The store a configuration names; null: the one beside the log. How it is reached may change.</summary>
    public static string? StoreOf(CassandraConfig config) => config.Enabled ? config.Keyspace : null;

    public void Configure(NetworkConfig config)
    {
        _config = config;
        _changes.Writer.TryWrite(config);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_archive is { } archive) await archive.DisposeAsync();
        _over.Dispose();
    }

    private async Task RunAsync()
    {
        HistoryRetention keeps = await UntilDoneAsync(OpenAsync, ArchivesLog.NotOpened);
        ArchivesLog.Opened(_log, Where);
        while (_writes && await _changes.Reader.WaitToReadAsync(_over.Token))
        {
            _changes.Reader.TryRead(out _);
            if (HistoryRetention.Of(_config.History) != keeps)
                keeps = await UntilDoneAsync(RetainAsync, ArchivesLog.NotRetained);
        }
    }

    // Returns what it keeps from then on.
    private async Task<HistoryRetention> OpenAsync(CancellationToken stop)
    {
        NetworkConfig config = _config;
        _archive = await _open(config, stop);
        return HistoryRetention.Of(config.History);
    }

    private async Task<HistoryRetention> RetainAsync(CancellationToken stop)
    {
        HistoryRetention keeps = HistoryRetention.Of(_config.History);
        await _archive!.RetainAsync(keeps, stop);
        return keeps;
    }

    private async Task<HistoryRetention> UntilDoneAsync(
        Func<CancellationToken, Task<HistoryRetention>> act, Action<ILogger, string, string> complain)
    {
        for (TimeSpan wait = s_retry; ; wait = wait * 2 < s_retryMax ? wait * 2 : s_retryMax)
        {
            using CancellationTokenSource late = new(s_try, _time);
            using CancellationTokenSource enough =
                CancellationTokenSource.CreateLinkedTokenSource(late.Token, _over.Token);
            try
            {
                return await act(enough.Token);
            }
            catch (Exception e) when (!_over.IsCancellationRequested)
            {
                Say(complain, late.IsCancellationRequested ? $"no answer within {s_try.TotalSeconds} s" : e.Message);
            }

            await Task.Delay(wait, _time, _over.Token);
        }
    }

    private void Say(Action<ILogger, string, string> complain, string why)
    {
        _why = why;
        if (_said == why && _time.GetElapsedTime(_saidAt) < s_saidAgain) return;
        (_said, _saidAt) = (why, _time.GetTimestamp());
        complain(_log, Where, why);
    }
}
