using IrcNats.Events;
using IrcNats.History;
using IrcNats.Replication;
using IrcNats.Root.Archiving;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Tests.History;

/// <summary>A run of an archiver with an archive that is slow to answer, away, or somebody else's.</summary>
public sealed class ArchiveRunTests : IArchiveNotes, IAsyncDisposable
{
    private const long Now = 1_700_000_000_000;
    private static readonly TimeSpan s_enough = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly SilentArchive _archive = new();
    private readonly ArchiveCounts _counts = new();
    private readonly TaskCompletionSource<Mark> _reached = new();
    private readonly ArchiveRun _run;
    private readonly Task<ArchiveEnd> _running;
    private ulong _seq;

    public ArchiveRunTests()
    {
        _run = new ArchiveRun(
            _archive, new Archiver(new Network()), 1,
            this, _counts, TimeProvider.System, NullLogger.Instance);
        _running = _run.RunAsync(_stop.Token);
    }

    private ulong Awaited { get; set; } = ulong.MaxValue;

    Task IArchiveNotes.ReachedAsync(string root, Mark upTo, CancellationToken stop)
    {
        if (upTo.At.Seq == Awaited) _reached.TrySetResult(upTo);
        return Task.CompletedTask;
    }

    Task IArchiveNotes.PlacedAsync(ArchiverPlace place, CancellationToken stop) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(s_enough);
        _stop.Dispose();
    }

    [Fact]
    public async Task What_an_archive_did_not_confirm_is_given_to_it_again_and_is_there_once()
    {
        (_archive.Silences, _archive.IsDoneAnyway) = (3, true);
        Awaited = 2;
        await BeginAsync();
        await FeedAsync(Said("one"), Said("two"));
        Assert.Equal(new Position(2, 1), (await _reached.Task.WaitAsync(s_enough)).At);
        Assert.Equal(["#a", "#a", "#a"], await _archive.AllAsync());
        Assert.Equal(0, _archive.Silences);
        Assert.Equal(0, _counts.SilentSince);
    }

    [Fact]
    public async Task What_was_deleted_and_who_was_forgotten_is_erased_before_the_watermark_says_so()
    {
        await BeginAsync();
        await FeedAsync(Said("one"), Said("two"));
        for (int i = 0; i < 3; i++) await FeedAsync([.. Enumerable.Repeat(Said("more"), 1000)]);
        HistoryTarget target = HistoryTarget.OfChannel(new Mark(1, new Position(1, 3)));
        await FeedAsync(
            new MessageErased(new UserId(1), target.Key, new Mark(1, new Position(2, 0))),
            new AccountForgotten(new UserId(1), "Alice"));
        Awaited = 7;
        await FeedAsync(Said("later"));
        await _reached.Task.WaitAsync(s_enough);
        Assert.Equal(["#a"], await _archive.AllAsync());
        // The founding, too, was Alice's.
        Assert.Equal(3003, _counts.Deleted);
    }

    [Fact]
    public async Task While_the_archive_is_away_the_log_is_not_read_on()
    {
        _archive.Silences = int.MaxValue;
        await BeginAsync();
        Task feeding = Task.CompletedTask;
        for (int i = 0; i <= Archiver.MostWaiting && feeding.IsCompleted; i++) feeding = FeedAsync(Said("hi"));
        Assert.False(feeding.IsCompleted);
        // The run tries by itself, beside this test.
        using CancellationTokenSource enough = new(s_enough);
        while (_counts.SilentSince == 0) await Task.Delay(10, enough.Token);
        _archive.Silences = 0;
        await feeding.WaitAsync(s_enough);
    }

    [Fact]
    public async Task A_run_is_over_when_another_archiver_took_over()
    {
        await BeginAsync();
        await using IHistoryPen other = await _archive.OpenAsync(2, _stop.Token);
        await FeedAsync(Said("hi"));
        Assert.Equal(ArchiveEnd.Over, await _running.WaitAsync(s_enough));
    }

    [Fact]
    public async Task A_run_begins_again_when_the_log_is_another()
    {
        await BeginAsync();
        await _run.ReloadedAsync(new Network().Save(), ReloadReason.WentBack);
        Assert.Equal(ArchiveEnd.BeginAgain, await _running.WaitAsync(s_enough));
    }

    private Task BeginAsync() => FeedAsync(
        new RootElected(1, "root"), new LevelRaised(2),
        new UserRegistered(new User
        {
            Id = new UserId(1), Nick = "alice", Username = "user", Host = "host.test", Realname = "Somebody",
            Address = "192.0.2.1", Session = new SessionId("leaf1", 1, 1), Account = "Alice",
        }),
        new ChannelJoined("#a", new UserId(1), MemberModes.Operator) { Created = ChannelModes.None });

    private static ChannelMessage Said(string text) => new("PRIVMSG", "#a", new UserId(1), text, null);

    private Task FeedAsync(params Event[] events) => _run.EntryAsync(
        ++_seq, new Entry(Payload.FormatVersion, 1, [new Outcome(Now, null, events, [])])).AsTask();

    // Says so many times that it does not answer, after it did what it was asked to or instead.
    private sealed class SilentArchive : IHistoryArchive
    {
        private readonly MemoryArchive _archive = new();
        private volatile int _silences;

        public int Silences
        {
            get => _silences;
            set => _silences = value;
        }

        public bool IsDoneAnyway { get; set; }

        public async Task<IHistoryPen> OpenAsync(ulong epoch, CancellationToken stop) =>
            new Pen(this, await _archive.OpenAsync(epoch, stop));

        public Task<HistoryPage> ReadAsync(HistoryQuery query, CancellationToken stop) =>
            _archive.ReadAsync(query, stop);

        public Task<IReadOnlyList<HistoryActivity>> ActiveAsync(HistoryActivityQuery query, CancellationToken stop) =>
            _archive.ActiveAsync(query, stop);

        public Task<HistoryScan> ScanAsync(string? account, string? from, int limit, CancellationToken stop) =>
            _archive.ScanAsync(account, from, limit, stop);

        public Task RetainAsync(HistoryRetention keeps, CancellationToken stop) => _archive.RetainAsync(keeps, stop);

        public async Task<IEnumerable<string>> AllAsync() =>
            (await ScanAsync(null, null, 100, default)).Items.Select(i => i.Message.Params[0]);

        public ValueTask DisposeAsync() => _archive.DisposeAsync();

        private sealed class Pen(SilentArchive archive, IHistoryPen pen) : IHistoryPen
        {
            public ArchivedUpTo? UpTo => pen.UpTo;

            public async Task<int> AppendAsync(IReadOnlyList<HistoryItem> batch, CancellationToken stop)
            {
                if (archive.Silences == 0) return await pen.AppendAsync(batch, stop);
                if (archive.Silences < int.MaxValue) archive.Silences--;
                if (archive.IsDoneAnyway) await pen.AppendAsync(batch, stop);
                throw new HistorySilentException("nobody is there");
            }

            public Task<bool> DeleteAsync(HistoryTarget target, Mark message, CancellationToken stop) =>
                pen.DeleteAsync(target, message, stop);

            public Task<HistoryForgotten> ForgetAsync(
                string account, string? from, int limit, CancellationToken stop) =>
                pen.ForgetAsync(account, from, limit, stop);

            public Task<int> TrimAsync(long now, int limit, CancellationToken stop) => pen.TrimAsync(now, limit, stop);

            public ValueTask DisposeAsync() => pen.DisposeAsync();
        }
    }
}
