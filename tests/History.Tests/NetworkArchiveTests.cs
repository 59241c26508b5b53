using System.Collections.Concurrent;
using IrcNats.Archives;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.History.Tests;

/// <summary>The archive that the configuration names, in a process that goes on without it.</summary>
public sealed class NetworkArchiveTests : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly HistoryTarget s_target = Said.Targets[0];

    private readonly LineLog _log = new();
    private readonly NetworkArchive _archive;
    private readonly Kept _beside = new();
    private volatile string? _fault;

    public NetworkArchiveTests() => _archive = new NetworkArchive(
        (config, _) =>
        {
            if (_fault is { } fault) throw new HistorySilentException(fault);
            _beside.Keeps = HistoryRetention.Of(config.History);
            return Task.FromResult<IHistoryArchive>(_beside);
        },
        new CassandraLogin(), "irc", writes: true, TimeProvider.System, _log);

    public ValueTask DisposeAsync() => _archive.DisposeAsync();

    [Fact]
    public async Task Before_the_configuration_is_known_and_when_nothing_is_archived_whoever_asks_is_told_so()
    {
        await SaysAsync("the network's configuration is not known yet");
        _archive.Configure(new NetworkConfig());
        await SaysAsync("the network's configuration is not known yet");
        _archive.Configure(Config(h => h with { IsPersistent = false }));
        await SaysAsync("nothing is archived (history.enabled, history.persistent.enabled)");
        _archive.Configure(Config());
        await OpenedAsync(1);
        Assert.Empty(await TextsAsync());
        _archive.Configure(Config(h => h with { Enabled = false }));
        await SaysAsync("nothing is archived (history.enabled, history.persistent.enabled)");
    }

    [Fact]
    public async Task One_that_cannot_be_opened_is_told_of_once_and_tried_again()
    {
        _fault = "no route";
        _archive.Configure(Config());
        await _log.SaidAsync(
            "the archive of histories cannot be opened (beside the log): no route; this process goes on without it "
            + "and tries again");
        await SaysAsync("the archive is not open (beside the log): no route");
        await Task.Delay(1000);
        Assert.Single(_log.Lines);
        _fault = "wrong password";
        await _log.SaidAsync("wrong password");
        _fault = null;
        await OpenedAsync(1);
        Assert.Empty(await TextsAsync());
    }

    [Fact]
    public async Task New_retention_reaches_the_archive_and_ends_no_pen()
    {
        _archive.Configure(Config());
        await OpenedAsync(1);
        await using IHistoryPen pen = await _archive.OpenAsync(1, default);
        _archive.Configure(Config(h => h with { MaxArchived = 7, ExpireTime = 5000 }));
        await UntilAsync(() => _beside.Keeps == new HistoryRetention(TimeSpan.FromSeconds(5), 7));
        await pen.AppendAsync(Said.Monologue(s_target, 3), default);
        Assert.Equal(3, (await TextsAsync()).Count);
    }

    // A root was started with another file.
    [Fact]
    public async Task Another_archive_takes_the_place_of_the_one_before_and_no_pen_of_that_writes_it()
    {
        _archive.Configure(Config());
        await OpenedAsync(1);
        await using IHistoryPen pen = await _archive.OpenAsync(1, default);
        await pen.AppendAsync(Said.Monologue(s_target, 1), default);
        CassandraConfig nobody = new() { Enabled = true, ContactPoints = ["127.0.0.1"], Port = 1 };
        _archive.Configure(Config() with { Datastore = new DatastoreConfig { Cassandra = nobody } });
        await Assert.ThrowsAsync<HistoryFencedException>(
            () => pen.AppendAsync(Said.Monologue(s_target, 1, firstSeq: 2), default));
        await _log.SaidAsync("(Cassandra at 127.0.0.1, keyspace ircnats): Cassandra: ");
        Assert.Contains("127.0.0.1:1", _log.Lines.Last());
        await Assert.ThrowsAsync<HistorySilentException>(TextsAsync);
        _archive.Configure(Config());
        await OpenedAsync(2);
        Assert.Single(await TextsAsync());
    }

    private static NetworkConfig Config(Func<HistoryConfig, HistoryConfig>? with = null) => new()
    {
        Created = 1, History = with is null ? new HistoryConfig() : with(new HistoryConfig()),
    };

    private async Task SaysAsync(string why) => Assert.Equal(
        why, (await Assert.ThrowsAsync<HistorySilentException>(TextsAsync)).Message);

    private async Task<IReadOnlyList<KeptMessage>> TextsAsync() =>
        (await _archive.ReadAsync(HistoryQuery.Latest(s_target, null, 10), default)).Messages;

    private Task OpenedAsync(int times) =>
        UntilAsync(() => _log.Lines.Count(l => l.StartsWith("the archive of histories is open", Ordinal)) == times);

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static async Task UntilAsync(Func<bool> holds)
    {
        using CancellationTokenSource patience = new(s_patience);
        while (!holds()) await Task.Delay(10, patience.Token);
    }

    // An archive in memory that says what it was told to keep.
    private sealed class Kept : IHistoryArchive
    {
        private readonly MemoryArchive _archive = new();

        public HistoryRetention? Keeps { get; set; }

        public Task<IHistoryPen> OpenAsync(ulong epoch, CancellationToken stop) => _archive.OpenAsync(epoch, stop);

        public Task<HistoryPage> ReadAsync(HistoryQuery query, CancellationToken stop) =>
            _archive.ReadAsync(query, stop);

        public Task<IReadOnlyList<HistoryActivity>> ActiveAsync(HistoryActivityQuery query, CancellationToken stop) =>
            _archive.ActiveAsync(query, stop);

        public Task<HistoryScan> ScanAsync(string? account, string? from, int limit, CancellationToken stop) =>
            _archive.ScanAsync(account, from, limit, stop);

        public Task RetainAsync(HistoryRetention keeps, CancellationToken stop)
        {
            Keeps = keeps;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class LineLog : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public Task SaidAsync(string part) => UntilAsync(() => Lines.Any(l => l.Contains(part, Ordinal)));
    }
}
