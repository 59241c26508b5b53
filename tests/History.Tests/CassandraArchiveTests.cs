using System.Globalization;
using Cassandra;
using IrcNats.Cassandra;
using IrcNats.Cassandra.Tests.Driver;

namespace IrcNats.History.Tests;

public sealed class CassandraArchiveTests(CassandraArchiveTests.Node node)
    : ArchiveContract, IClassFixture<CassandraArchiveTests.Node>
{
    protected override string? WhyNot => CassandraNode.WhyNot;

    protected override Task<Store> MakeEmptyAsync() => Task.FromResult<Store>(node.Make());

    [NodeFact]
    public async Task Tables_of_another_version_are_refused()
    {
        await using CassandraStore store = node.Make();
        await (await store.OpenAsync()).DisposeAsync();
        store.Run("UPDATE history_schema SET version = 7 WHERE only = 1");
        var refused = await Assert.ThrowsAsync<HistorySchemaException>(() => store.OpenAsync());
        Assert.Contains("version 7", refused.Message);
    }

    [NodeFact]
    public async Task A_host_that_is_not_there_is_named()
    {
        CassandraOptions options = new() { ContactPoints = ["127.0.0.1"], Port = 1 };
        var silent = await Assert.ThrowsAsync<HistorySilentException>(
            () => CassandraArchive.StartAsync(options, "irc", new HistoryRetention(), default));
        Assert.Contains("127.0.0.1:1", silent.Message);
    }

    // A paused archiver wrote rows again that were deleted meanwhile: before it saw that another had taken over.
    [NodeFact]
    public async Task What_was_deleted_stays_deleted_whoever_writes_it_again()
    {
        await using CassandraStore store = node.Make();
        await using IHistoryArchive archive = await store.OpenAsync();
        IReadOnlyList<HistoryItem> log = Said.Monologue(Said.Targets[0], 10);
        IHistoryPen pen = await archive.OpenAsync(1, default);
        await pen.AppendAsync(log, default);
        Assert.True(await pen.DeleteAsync(log[4].Target, log[4].Message.Mark, default));
        store.Run("UPDATE archiver SET epoch = null WHERE network = 'irc'");
        pen = await archive.OpenAsync(1, default);
        Assert.Null(pen.UpTo);
        await pen.AppendAsync(log, default);
        HistoryPage page = await archive.ReadAsync(HistoryQuery.Latest(log[0].Target, null, 100), default);
        Assert.Equal(
            log.Select(i => i.Message.Mark).Except([log[4].Message.Mark]), page.Messages.Select(m => m.Mark));
    }

    /// <summary>A node for the tests of this class; each has a keyspace of its own on it.</summary>
    public sealed class Node : IAsyncLifetime
    {
        private static int s_keyspaces;
        private CassandraNode? _node;
        private Cluster? _cluster;

        public async Task InitializeAsync()
        {
            if (CassandraNode.WhyNot is not null) return;
            _node = await CassandraNode.StartAsync();
            _cluster = Cluster.Builder().AddContactPoint(_node.Address).Build();
        }

        public CassandraStore Make() => new(
            _cluster!, _node!.Address.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"ks{Interlocked.Increment(ref s_keyspaces)}"));

        public async Task DisposeAsync()
        {
            _cluster?.Dispose();
            if (_node is not null) await _node.DisposeAsync();
        }
    }

    public sealed class CassandraStore(Cluster cluster, string address, string keyspace) : Store
    {
        public override bool AgesByItself => true;

        public override async Task<IHistoryArchive> OpenAsync(HistoryRetention? retention = null) =>
            await CassandraArchive.StartAsync(
                new CassandraOptions { ContactPoints = [address], Keyspace = keyspace }, "irc",
                retention ?? new HistoryRetention(), default);

        public override Task<bool> SpoilAsync(HistoryTarget target)
        {
            using ISession session = cluster.Connect(keyspace);
            Row newest = session.Execute(new SimpleStatement(
                "SELECT bucket, epoch, seq, item FROM message WHERE network = 'irc' AND target = ? ALLOW FILTERING",
                target.Key)).MaxBy(row => row.GetValue<long>("seq"))!;
            session.Execute(new SimpleStatement(
                """
                INSERT INTO message (network, target, bucket, epoch, seq, item, time, body)
                VALUES ('irc', ?, ?, ?, ?, 500, 1800000000000, 0xc1c1)
                """,
                target.Key, newest.GetValue<int>("bucket"), newest.GetValue<long>("epoch"),
                newest.GetValue<long>("seq")));
            return Task.FromResult(true);
        }

        public void Run(string statement)
        {
            using ISession session = cluster.Connect(keyspace);
            session.Execute(statement);
        }

        public override async ValueTask DisposeAsync()
        {
            using ISession session = await cluster.ConnectAsync();
            session.Execute($"DROP KEYSPACE IF EXISTS {keyspace}");
        }
    }
}
