using System.Globalization;
using System.Net;
using Cassandra;
using IrcNats.Cassandra;
using IrcNats.Cassandra.Tests.Driver;

namespace IrcNats.History.Tests;

public sealed class CassandraArchiveTests(CassandraArchiveTests.Node node)
    : ArchiveContract, IClassFixture<CassandraArchiveTests.Node>
{
    protected override string? WhyNot => CassandraNode.WhyNot;

    protected override int Runs => 10;

    protected override Task<Store> MakeEmptyAsync() => Task.FromResult<Store>(node.MakeNetwork());

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

    // Before a root was there.
    [NodeFact]
    public async Task Who_only_reads_makes_nothing()
    {
        await using CassandraStore store = node.Make();
        CassandraOptions reader = store.Options with { Makes = false };
        var silent = await Assert.ThrowsAsync<HistorySilentException>(() => StartAsync(reader));
        Assert.Contains($"keyspace '{reader.Keyspace}' is not there; a root makes it", silent.Message);
        await (await store.OpenAsync()).DisposeAsync();
        store.Run("DROP TABLE history_schema");
        silent = await Assert.ThrowsAsync<HistorySilentException>(() => StartAsync(reader));
        Assert.Contains($"the archive in keyspace '{reader.Keyspace}' is not there", silent.Message);
        await (await store.OpenAsync()).DisposeAsync();
        await (await StartAsync(reader)).DisposeAsync();
    }

    [NodeFact]
    public async Task A_data_centre_that_is_not_there_is_named_with_those_that_are()
    {
        await using CassandraStore store = node.Make();
        var silent = await Assert.ThrowsAsync<HistorySilentException>(
            () => StartAsync(store.Options with { Datacenter = "elsewhere" }));
        Assert.Contains("elsewhere", silent.Message);
        Assert.Contains("datacenter1", silent.Message);
        silent = await Assert.ThrowsAsync<HistorySilentException>(
            () => StartAsync(store.Options with { Replication = "elsewhere:3" }));
        Assert.Contains("elsewhere", silent.Message);
    }

    [NodeFact]
    public async Task Copies_may_be_counted_by_data_centre()
    {
        await using CassandraStore store = node.Make();
        await (await StartAsync(store.Options with { Replication = "datacenter1:1" })).DisposeAsync();
    }

    [NodeFact]
    public async Task Who_has_no_right_password_or_trusts_another_authority_is_told_so()
    {
        IPAddress address = new([127, 61, (byte)Random.Shared.Next(256), 9]);
        using Keystore keys = new(address), others = new(address);
        await using CassandraNode guarded = await CassandraNode.StartAsync(
            address, "--auth", "--keystore", keys.File, "--keystore-password", Keystore.Password);
        CassandraOptions right = new()
        {
            ContactPoints = [$"{address}"], User = "cassandra", Password = "cassandra", HasTls = true,
            TlsCa = keys.Authority,
        };
        await UntilItKnowsItsUserAsync(right);
        await SaysAsync(right with { Password = "guessed" }, "refused the credentials");
        await SaysAsync(right with { User = null, Password = null }, "credentials");
        await SaysAsync(right with { TlsCa = others.Authority }, "certificate");
        await SaysAsync(right with { TlsCa = "/nowhere.pem" }, "/nowhere.pem");

        static async Task SaysAsync(CassandraOptions options, string part) => Assert.Contains(
            part, (await Assert.ThrowsAsync<HistorySilentException>(() => StartAsync(options))).Message);

        // It is made a moment after the node listens.
        static async Task UntilItKnowsItsUserAsync(CassandraOptions options)
        {
            for (int left = 100; ; left--)
            {
                try
                {
                    await (await StartAsync(options)).DisposeAsync();
                    return;
                }
                catch (HistorySilentException) when (left > 0)
                {
                    await Task.Delay(200);
                }
            }
        }
    }

    private static Task<CassandraArchive> StartAsync(CassandraOptions options) =>
        CassandraArchive.StartAsync(options, "irc", new HistoryRetention(), default);

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

    /// <summary>
    /// A node for the tests of this class. Those of the contract have a network of their own in one keyspace, because
    /// to make and drop tables takes Cassandra longer than the tests. The others have a keyspace of their own.
    /// </summary>
    public sealed class Node : IAsyncLifetime
    {
        private static int s_names;
        private CassandraNode? _node;
        private Cluster? _cluster;

        public async Task InitializeAsync()
        {
            if (CassandraNode.WhyNot is not null) return;
            _node = await CassandraNode.StartAsync();
            _cluster = Cluster.Builder().AddContactPoint(_node.Address).Build();
        }

        public CassandraStore Make() => new(_cluster!, $"{_node!.Address}", NextName("ks"), "irc", isAlone: true);

        public CassandraStore MakeNetwork() =>
            new(_cluster!, $"{_node!.Address}", "networks", NextName("net"), isAlone: false);

        private static string NextName(string prefix) =>
            string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref s_names)}");

        public async Task DisposeAsync()
        {
            _cluster?.Dispose();
            if (_node is not null) await _node.DisposeAsync();
        }
    }

    public sealed class CassandraStore(
        Cluster cluster, string address, string keyspace, string network, bool isAlone) : Store
    {
        public CassandraOptions Options { get; } = new() { ContactPoints = [address], Keyspace = keyspace };

        public override bool AgesByItself => true;

        public override async Task<IHistoryArchive> OpenAsync(HistoryRetention? retention = null) =>
            await CassandraArchive.StartAsync(Options, network, retention ?? new HistoryRetention(), default);

        public override Task<bool> SpoilAsync(HistoryTarget target)
        {
            using ISession session = cluster.Connect(keyspace);
            Row newest = session.Execute(new SimpleStatement(
                "SELECT bucket, epoch, seq, item FROM message WHERE network = ? AND target = ? ALLOW FILTERING",
                network, target.Key)).MaxBy(row => row.GetValue<long>("seq"))!;
            session.Execute(new SimpleStatement(
                """
                INSERT INTO message (network, target, bucket, epoch, seq, item, time, body)
                VALUES (?, ?, ?, ?, ?, 500, 1800000000000, 0xc1c1)
                """,
                network, target.Key, newest.GetValue<int>("bucket"), newest.GetValue<long>("epoch"),
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
            if (!isAlone) return;
            using ISession session = await cluster.ConnectAsync();
            session.Execute($"DROP KEYSPACE IF EXISTS {keyspace}");
        }
    }
}
