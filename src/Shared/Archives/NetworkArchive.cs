using IrcNats.Cassandra;
using IrcNats.History;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Archives;

/// <summary>Opens the archive that the bus keeps beside the log, as this configuration wants it.</summary>
public delegate Task<IHistoryArchive> OpenBesideLog(NetworkConfig config, CancellationToken stop);

/// <summary>
/// The archive that the network's configuration names: in Cassandra, or beside the log. It is there from the process'
/// start, and is opened behind it: while it cannot be, whoever asks is told why at once (a
/// <see cref="HistorySilentException"/>), the log says so, and it is tried again. When the configuration names another
/// one, that is opened in its place.
/// </summary>
/// <param name="network">By which Cassandra's rows of this network are known.</param>
/// <param name="writes">This process may write it: it makes what is missing, and says what is kept.</param>
public sealed class NetworkArchive(
    OpenBesideLog beside, CassandraLogin login, string network, bool writes, TimeProvider time, ILogger log)
    : IHistoryArchive
{
    private const string NotKnown = "the network's configuration is not known yet",
        Off = "nothing is archived (history.enabled, history.persistent.enabled)";

    private readonly Lock _gate = new();
    private volatile OpenedArchive? _now;
    private volatile string _why = NotKnown;
    private bool _isOver;

    /// <summary>This configuration holds from now on. From any thread; returns at once.</summary>
    public void Configure(NetworkConfig config)
    {
        // Before its first entry a network has none.
        if (config.Created == 0) return;
        OpenedArchive? before = null;
        lock (_gate)
        {
            if (_isOver) return;
            if (config.History.IsArchived && _now?.IsOf(config) == true)
            {
                _now.Configure(config);
                return;
            }

            (before, _why) = (_now, Off);
            _now = config.History.IsArchived
                ? new OpenedArchive(config, OpenAsync, writes, time, log)
                : null;
        }

        if (before is not null) _ = before.DisposeAsync().AsTask();
    }

    public Task<IHistoryPen> OpenAsync(ulong epoch, CancellationToken stop) => AskAsync(
        async (opened, archive) => (IHistoryPen)new Pen(
            await archive.OpenAsync(epoch, stop), () => ReferenceEquals(_now, opened)));

    public Task<HistoryPage> ReadAsync(HistoryQuery query, CancellationToken stop) =>
        AskAsync((_, archive) => archive.ReadAsync(query, stop));

    public Task<IReadOnlyList<HistoryActivity>> ActiveAsync(HistoryActivityQuery query, CancellationToken stop) =>
        AskAsync((_, archive) => archive.ActiveAsync(query, stop));

    public Task<HistoryScan> ScanAsync(string? account, string? from, int limit, CancellationToken stop) =>
        AskAsync((_, archive) => archive.ScanAsync(account, from, limit, stop));

    public Task RetainAsync(HistoryRetention keeps, CancellationToken stop) => AskAsync(async (_, archive) =>
    {
        await archive.RetainAsync(keeps, stop);
        return keeps;
    });

    public async ValueTask DisposeAsync()
    {
        OpenedArchive? last;
        lock (_gate) (last, _now, _isOver) = (_now, null, true);
        if (last is not null) await last.DisposeAsync();
    }

    private async Task<T> AskAsync<T>(Func<OpenedArchive, IHistoryArchive, Task<T>> ask)
    {
        if (_now is not { } opened) throw new HistorySilentException(_why);
        try
        {
            return await ask(opened, opened.Archive);
        }
        catch (Exception e) when (e is not HistoryException && !ReferenceEquals(_now, opened))
        {
            // It was closed under the question.
            throw new HistorySilentException("the network has another archive now", e);
        }
    }

    private async Task<IHistoryArchive> OpenAsync(NetworkConfig config, CancellationToken stop) =>
        config.Datastore.Cassandra is { Enabled: true } there
            ? await CassandraArchive.StartAsync(
                login.With(there, writes), network, HistoryRetention.Of(config.History), stop)
            : await beside(config, stop);

    // What is written with it belongs to the archive in which it was opened, and to no other.
    private sealed class Pen(IHistoryPen pen, Func<bool> isOfNow) : IHistoryPen
    {
        public ArchivedUpTo? UpTo => pen.UpTo;

        public Task<int> AppendAsync(IReadOnlyList<HistoryItem> batch, CancellationToken stop) =>
            OfNow().AppendAsync(batch, stop);

        public Task<bool> DeleteAsync(HistoryTarget target, Mark message, CancellationToken stop) =>
            OfNow().DeleteAsync(target, message, stop);

        public Task<HistoryForgotten> ForgetAsync(string account, string? from, int limit, CancellationToken stop) =>
            OfNow().ForgetAsync(account, from, limit, stop);

        public Task<int> TrimAsync(long now, int limit, CancellationToken stop) => OfNow().TrimAsync(now, limit, stop);

        public ValueTask DisposeAsync() => pen.DisposeAsync();

        private IHistoryPen OfNow() => isOfNow()
            ? pen
            : throw new HistoryFencedException("the network has another archive now");
    }
}
