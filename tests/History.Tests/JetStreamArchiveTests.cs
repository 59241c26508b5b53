using System.Globalization;
using IrcNats.Adapters;
using IrcNats.Nats.Tests;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace IrcNats.History.Tests;

public sealed class JetStreamArchiveTests(JetStreamArchiveTests.Server server)
    : ArchiveContract, IClassFixture<JetStreamArchiveTests.Server>
{
    private static readonly HistoryTarget s_target = Said.Targets[0];

    protected override async Task<Store> MakeEmptyAsync() => await server.MakeAsync();

    [Fact]
    public async Task A_stream_that_is_not_there_is_named()
    {
        JetStreamStore store = await server.MakeAsync();
        IHistoryArchive archive = await store.OpenAsync();
        await store.JetStream.DeleteStreamAsync(store.Subjects.HistoryStream);
        var silent = await Assert.ThrowsAsync<HistorySilentException>(
            () => archive.ReadAsync(HistoryQuery.Latest(s_target, null, 5), default));
        Assert.Contains("_HIST", silent.Message);
        await Assert.ThrowsAsync<HistorySilentException>(() => archive.OpenAsync(1, default));
        await store.DisposeAsync();
        silent = await Assert.ThrowsAsync<HistorySilentException>(
            () => archive.ReadAsync(HistoryQuery.Latest(s_target, null, 5), default));
    }

    // Retention that the configuration changes is the stream's from then on.
    [Fact]
    public async Task The_stream_keeps_what_the_newest_retention_says()
    {
        await using JetStreamStore store = await server.MakeAsync();
        await using IHistoryArchive archive = await store.OpenAsync(new HistoryRetention());
        await using IHistoryPen pen = await archive.OpenAsync(1, default);
        await pen.AppendAsync(Said.Monologue(s_target, 50), default);
        await store.OpenAsync(new HistoryRetention(TimeSpan.FromHours(3), 20));
        var config = (await store.JetStream.GetStreamAsync(store.Subjects.HistoryStream)).Info.Config;
        Assert.Equal((TimeSpan.FromHours(3), 20), (config.MaxAge, config.MaxMsgsPerSubject));
        Assert.Equal(
            20, (await archive.ReadAsync(HistoryQuery.Latest(s_target, null, 100), default)).Messages.Count);
    }

    // Hashes of two targets may be the same: whoever reads the one is not shown the other.
    [Fact]
    public async Task What_another_target_with_the_same_subject_has_is_not_shown()
    {
        await using JetStreamStore store = await server.MakeAsync();
        await using IHistoryArchive archive = await store.OpenAsync();
        await using IHistoryPen pen = await archive.OpenAsync(1, default);
        IReadOnlyList<HistoryItem> log = Said.Monologue(s_target, 100);
        await pen.AppendAsync([.. log.Take(50)], default);
        KeptMessage foreign = Said.Message(new Mark(1, new Position(50, 7)), log[49].Message.Time, "alice");
        await store.PublishAsync(s_target, Codec.Encode(new Archived(2, "c foreign", foreign)
        {
            Earlier = new byte[] { 51, 0 },
        }));
        var active = await archive.ActiveAsync(new([s_target], null, 0, long.MaxValue, 5), default);
        Assert.Equal(log[49].Message.Mark, Assert.Single(active).Newest);
        await pen.AppendAsync([.. log.Skip(50)], default);

        HistoryPage page = await archive.ReadAsync(HistoryQuery.Latest(s_target, null, 100), default);

        Assert.Equal(log.Select(i => i.Message.Mark), page.Messages.Select(m => m.Mark));
        Assert.False(page.HasMore);
        Assert.Empty(page.Unreadable);
    }

    [Fact]
    public async Task A_server_that_was_killed_has_all_that_was_acknowledged_and_the_archiver_goes_on()
    {
        await using NatsServer own = await NatsServer.StartAsync();
        await using JetStreamStore store = await Server.MakeAsync(own);
        await using IHistoryArchive archive = await store.OpenAsync();
        await using IHistoryPen pen = await archive.OpenAsync(1, default);
        IReadOnlyList<HistoryItem> log = Said.Monologue(s_target, 1000);
        int kills = 0;
        for (int i = 0; i < log.Count;)
        {
            HistoryItem[] batch = [.. log.Skip(Math.Max(0, i - 3)).Take(100)];
            Task<int> append = pen.AppendAsync(batch, default);
            if (i / 300 > kills)
            {
                kills++;
                await own.KillAsync();
                await own.StartAgainAsync();
            }

            try
            {
                await append;
                i += batch.Length - Math.Min(3, i);
            }
            catch (HistorySilentException)
            {
                await Task.Delay(50);
            }
        }

        HistoryPage page = await archive.ReadAsync(HistoryQuery.Latest(s_target, null, 1000), default);
        Assert.Equal(log.Select(i => i.Message.Mark), page.Messages.Select(m => m.Mark));
    }

    /// <summary>A server for the tests of this class; each has a network of its own on it.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private NatsServer? _server;

        public async Task InitializeAsync() => _server = await NatsServer.StartAsync();

        public Task<JetStreamStore> MakeAsync() => MakeAsync(_server!);

        public async Task DisposeAsync() => await _server!.DisposeAsync();

        internal static async Task<JetStreamStore> MakeAsync(NatsServer server)
        {
            BusConnection connection = await NatsConnections.OpenAsync(
                new BusOptions { Url = server.Url }, "history-tests", NullLogger.Instance, default);
            return new JetStreamStore(connection, server.Folder);
        }
    }

    /// <summary>A stream of a network that no other test has.</summary>
    public sealed class JetStreamStore(BusConnection connection, string folder) : Store
    {
        private static int s_networks;

        public Subjects Subjects { get; } =
            new(string.Create(CultureInfo.InvariantCulture, $"net{Interlocked.Increment(ref s_networks)}"));

        public NatsJSContext JetStream { get; } = new(connection);

        public override bool TrimsByItself => true;

        public override bool AgesByItself => true;

        public override async Task<IHistoryArchive> OpenAsync(HistoryRetention? retention = null)
        {
            await HistoryStreams.EnsureAsync(
                connection, Subjects, retention ?? new HistoryRetention(), new StreamPlan(), NullLogger.Instance,
                default);
            return new JetStreamArchive(connection, Subjects, connection.NewDeepInbox(), TimeProvider.System);
        }

        public override async Task<bool> SpoilAsync(HistoryTarget target)
        {
            await PublishAsync(target, [0xC1, 0xC1]);
            return true;
        }

        public override bool HasInFiles(string text) =>
            HasInFiles(Path.Combine(folder, "store", "jetstream", "$G", "streams", Subjects.HistoryStream), text);

        public async Task PublishAsync(HistoryTarget target, byte[] bytes) =>
            (await JetStream.PublishAsync(HistorySubjects.Of(Subjects, target), bytes)).EnsureSuccess();

        public override async ValueTask DisposeAsync()
        {
            await connection.DisposeAsync();
        }
    }
}
