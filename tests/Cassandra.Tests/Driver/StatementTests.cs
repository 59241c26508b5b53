using System.Net;
using Cassandra;

namespace IrcNats.Cassandra.Tests.Driver;

/// <summary>Statements, values and rows, against a real node.</summary>
[Collection(nameof(NodeCollection))]
public sealed class StatementTests(NodeFixture fixture)
{
    private ISession Session => fixture.Session;

    [NodeFact]
    public async Task Values_of_all_types_come_back()
    {
        Session.Execute(
            """
            CREATE TABLE types (id uuid PRIMARY KEY, big bigint, number int, words text, letters ascii, bytes blob,
                yes boolean, time timeuuid, moment timestamp, real double, small float, two smallint, one tinyint,
                address inet, l list<text>, s set<bigint>, m map<text, timestamp>)
            """);
        PreparedStatement insert = await Session.PrepareAsync(
            """
            INSERT INTO types (id, big, number, words, letters, bytes, yes, time, moment, real, small, two, one,
                address, l, s, m) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        Guid id = Guid.NewGuid();
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        object[] values =
        [
            id, long.MinValue, -7, "grüße 👋", "ascii", new byte[] { 0, 255 }, true, TimeUuid.NewId(now), now, 0.1,
            -1.5f, (short)-2, (sbyte)-128, IPAddress.IPv6Loopback, new List<string> { "b", "a", "" },
            new HashSet<long> { 3, 1, 2 }, new Dictionary<string, DateTimeOffset> { ["x"] = now },
        ];
        await Session.ExecuteAsync(insert.Bind(values));
        PreparedStatement select = await Session.PrepareAsync("SELECT * FROM types WHERE id = ?");
        Row row = (await Session.ExecuteAsync(select.Bind(id))).Single();
        string[] names = ["id", "big", "number", "words", "letters", "bytes", "yes", "time", "moment", "real", "small",
            "two", "one", "address"];
        foreach ((int index, string name) in names.Index())
            Assert.Equal(values[index], row.GetValue<object>(name));
        Assert.Equal(["b", "a", ""], row.GetValue<IEnumerable<string>>("l"));
        Assert.Equal([1, 2, 3], row.GetValue<SortedSet<long>>("s"));
        Assert.Equal(now, row.GetValue<IDictionary<string, DateTimeOffset>>("m")["x"]);
        Assert.Equal(now, row.GetValue<TimeUuid>("time").GetDate());
        Assert.Equal(-7, row.GetValue<int?>("number"));
        Assert.Equal("number", row.GetColumn("number").Name);
    }

    [NodeFact]
    public async Task Null_is_nothing_and_what_is_not_set_stays()
    {
        Session.Execute("CREATE TABLE nulls (id int PRIMARY KEY, a text, b int, c list<int>)");
        PreparedStatement insert = await Session.PrepareAsync("INSERT INTO nulls (id, a, b, c) VALUES (?, ?, ?, ?)");
        await Session.ExecuteAsync(insert.Bind(1, "a", 5, null));
        await Session.ExecuteAsync(insert.Bind(1, null, Unset.Value));
        Row row = Session.Execute("SELECT * FROM nulls WHERE id = 1").Single();
        Assert.True(row.IsNull("a"));
        Assert.Null(row.GetValue<string>("a"));
        Assert.Equal(5, row.GetValue<int>("b"));
        Assert.Null(row.GetValue<IEnumerable<int>>("c"));
        await Session.ExecuteAsync(insert.Bind(1, null, null, null));
        row = Session.Execute("SELECT b FROM nulls WHERE id = 1").Single();
        Assert.Null(row.GetValue<int?>(0));
        Assert.ThrowsAny<Exception>(() => row.GetValue<int>(0));
    }

    [NodeFact]
    public async Task Plain_queries_have_values_by_place_and_by_name()
    {
        Session.Execute("CREATE TABLE plain (id text PRIMARY KEY, n bigint)");
        await Session.ExecuteAsync(new SimpleStatement("INSERT INTO plain (id, n) VALUES (?, ?)", "a", 1L));
        await Session.ExecuteAsync(new SimpleStatement(
            new Dictionary<string, object> { ["n"] = 2L, ["id"] = "b" },
            "INSERT INTO plain (id, n) VALUES (:id, :n)"));
        Dictionary<string, long> rows = Session.Execute("SELECT id, n FROM plain")
            .ToDictionary(r => r.GetValue<string>("id"), r => r.GetValue<long>("n"));
        Assert.Equal(new Dictionary<string, long> { ["a"] = 1, ["b"] = 2 }, rows);
    }

    [NodeFact]
    public async Task Pages_follow_each_other_by_themselves_or_by_hand()
    {
        Session.Execute("CREATE TABLE pages (p int, c int, v text, PRIMARY KEY (p, c))");
        PreparedStatement insert = await Session.PrepareAsync("INSERT INTO pages (p, c, v) VALUES (0, ?, ?)");
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Session.ExecuteAsync(insert.Bind(i, $"v{i}"))));
        PreparedStatement select = await Session.PrepareAsync("SELECT c, v FROM pages WHERE p = ?");

        RowSet all = await Session.ExecuteAsync(select.Bind(0).SetPageSize(90));
        Assert.False(all.IsFullyFetched);
        Assert.Equal(90, all.GetAvailableWithoutFetching());
        Assert.Equal(Enumerable.Range(0, 1000), all.Select(r => r.GetValue<int>("c")));
        Assert.True(all.IsFullyFetched);

        List<int> byHand = [];
        byte[]? state = null;
        do
        {
            RowSet page = await Session.ExecuteAsync(
                select.Bind(0).SetPageSize(90).SetAutoPage(false).SetPagingState(state));
            Assert.InRange(page.GetAvailableWithoutFetching(), 1, 90);
            byHand.AddRange(page.Select(r => r.GetValue<int>("c")));
            state = page.PagingState;
        }
        while (state is not null);
        Assert.Equal(Enumerable.Range(0, 1000), byHand);
    }

    [NodeFact]
    public async Task A_batch_is_done_whole()
    {
        Session.Execute("CREATE TABLE batches (p int, c int, v text, PRIMARY KEY (p, c))");
        PreparedStatement insert = await Session.PrepareAsync("INSERT INTO batches (p, c, v) VALUES (?, ?, ?)");
        foreach (BatchType type in (BatchType[])[BatchType.Logged, BatchType.Unlogged])
        {
            BatchStatement batch = new BatchStatement().SetBatchType(type);
            for (int i = 0; i < 20; i++) batch.Add(insert.Bind((int)type, i, "prepared"));
            batch.Add(new SimpleStatement("INSERT INTO batches (p, c, v) VALUES (?, 20, ?)", (int)type, "plain"));
            await Session.ExecuteAsync(batch.SetConsistencyLevel(ConsistencyLevel.LocalQuorum).SetIdempotence(true));
            Assert.Equal(21, Session.Execute($"SELECT * FROM batches WHERE p = {(int)type}").Count());
        }
    }

    [NodeFact]
    public async Task Counters_count_in_batches_of_their_own()
    {
        Session.Execute("CREATE TABLE counters (id int PRIMARY KEY, n counter)");
        PreparedStatement add = await Session.PrepareAsync("UPDATE counters SET n = n + ? WHERE id = 1");
        await Session.ExecuteAsync(add.Bind(3L));
        await Session.ExecuteAsync(new BatchStatement().SetBatchType(BatchType.Counter).Add(add.Bind(4L)));
        Assert.Equal(7, Session.Execute("SELECT n FROM counters").Single().GetValue<long>(0));
    }

    [NodeFact]
    public async Task A_condition_is_applied_once()
    {
        Session.Execute("CREATE TABLE conditions (id int PRIMARY KEY, v text)");
        PreparedStatement insert =
            await Session.PrepareAsync("INSERT INTO conditions (id, v) VALUES (?, ?) IF NOT EXISTS");
        IStatement first = insert.Bind(1, "first").SetSerialConsistencyLevel(ConsistencyLevel.LocalSerial);
        Assert.True((await Session.ExecuteAsync(first)).Single().GetValue<bool>("[applied]"));
        // The answers have columns of their own each: those of one are not taken for those of the next.
        for (int i = 2; i < 6; i++)
        {
            Row refused = (await Session.ExecuteAsync(insert.Bind(1, "second"))).Single();
            Assert.False(refused.GetValue<bool>("[applied]"));
            Assert.Equal("first", refused.GetValue<string>("v"));
            Assert.Single((await Session.ExecuteAsync(insert.Bind(i, "first"))).Single());
        }
    }

    [NodeFact]
    public async Task The_newest_time_wins_whatever_came_last()
    {
        Session.Execute("CREATE TABLE times (id int PRIMARY KEY, v text)");
        PreparedStatement insert = await Session.PrepareAsync("INSERT INTO times (id, v) VALUES (1, ?)");
        DateTimeOffset now = DateTimeOffset.UtcNow;
        await Session.ExecuteAsync(insert.Bind("new").SetTimestamp(now));
        await Session.ExecuteAsync(insert.Bind("old").SetTimestamp(now.AddSeconds(-1)));
        Row row = Session.Execute("SELECT v, writetime(v) FROM times").Single();
        Assert.Equal("new", row.GetValue<string>("v"));
        Assert.Equal((now - DateTimeOffset.UnixEpoch).Ticks / 10, row.GetValue<long>(1));
    }

    [NodeFact]
    public async Task Refusals_are_told_in_the_servers_words()
    {
        Assert.Contains("no viable alternative", Assert.Throws<SyntaxError>(() => Session.Execute("NO CQL")).Message);
        Assert.Contains("nowhere", Assert.Throws<InvalidQueryException>(
            () => Session.Execute("SELECT * FROM nowhere")).Message);
        await Assert.ThrowsAsync<InvalidQueryException>(() => Session.PrepareAsync("SELECT * FROM nowhere"));
        Session.Execute("CREATE TABLE twice (id int PRIMARY KEY)");
        AlreadyExistsException twice =
            Assert.Throws<AlreadyExistsException>(() => Session.Execute("CREATE TABLE twice (id int PRIMARY KEY)"));
        Assert.Equal(("ks", "twice", true), (twice.Keyspace, twice.Table, twice.WasTableCreation));
        // One node cannot give two replicas; that is known before anything is written.
        NoHostAvailableException none = Assert.Throws<NoHostAvailableException>(() =>
            Session.Execute(new SimpleStatement("INSERT INTO twice (id) VALUES (1)")
                .SetConsistencyLevel(ConsistencyLevel.Two)));
        UnavailableException few = Assert.IsType<UnavailableException>(none.Errors.Single().Value);
        Assert.Equal((2, 1), (few.RequiredReplicas, few.AliveReplicas));
        InvalidQueryException keyspace = await Assert.ThrowsAsync<InvalidQueryException>(
            () => Session.Cluster.ConnectAsync("no_such_keyspace"));
        Assert.Contains("no_such_keyspace", keyspace.Message);
    }

    [NodeFact]
    public async Task A_table_that_gets_a_column_is_read_with_it()
    {
        Session.Execute("CREATE TABLE wide (id int PRIMARY KEY, a text)");
        Session.Execute("INSERT INTO wide (id, a) VALUES (1, 'a')");
        PreparedStatement select = await Session.PrepareAsync("SELECT * FROM wide WHERE id = ?");
        Assert.Equal(2, (await Session.ExecuteAsync(select.Bind(1))).Single().Count());
        Session.Execute("ALTER TABLE wide ADD aa text");
        Session.Execute("UPDATE wide SET aa = 'b' WHERE id = 1");
        for (int i = 0; i < 2; i++)
        {
            Row row = (await Session.ExecuteAsync(select.Bind(1))).Single();
            Assert.Equal(("a", "b"), (row.GetValue<string>("a"), row.GetValue<string>("aa")));
        }
    }

    [NodeFact]
    public async Task A_statement_that_the_node_has_forgotten_is_prepared_again()
    {
        Session.Execute("CREATE TABLE forgotten (id int PRIMARY KEY)");
        PreparedStatement insert = await Session.PrepareAsync("INSERT INTO forgotten (id) VALUES (?)");
        await Session.ExecuteAsync(insert.Bind(1));
        Session.Execute("DROP TABLE forgotten");
        await Assert.ThrowsAnyAsync<DriverException>(() => Session.ExecuteAsync(insert.Bind(2)));
        Session.Execute("CREATE TABLE forgotten (id int PRIMARY KEY)");
        await Session.ExecuteAsync(insert.Bind(3));
        await Session.ExecuteAsync(new BatchStatement().Add(insert.Bind(4)));
        Assert.Equal([3, 4], Session.Execute("SELECT id FROM forgotten").Select(r => r.GetValue<int>(0)).Order());
    }

    [NodeFact]
    public async Task Keyspaces_can_be_changed()
    {
        using ISession session = await Session.Cluster.ConnectAsync();
        Assert.Null(session.Keyspace);
        session.Execute(
            "CREATE KEYSPACE \"Other\" WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.ChangeKeyspace("Other");
        Assert.Equal("Other", session.Keyspace);
        session.Execute("CREATE TABLE here (id int PRIMARY KEY)");
        session.Execute("INSERT INTO here (id) VALUES (1)");
        Assert.Single(session.Execute("SELECT * FROM \"Other\".here"));
    }

    // A server takes 16 MiB in one request, unless it is told otherwise.
    [NodeFact]
    public async Task A_request_that_is_too_large_for_the_server_is_an_error_and_no_more()
    {
        Session.Execute("CREATE TABLE huge (id int PRIMARY KEY, v blob)");
        PreparedStatement insert = await Session.PrepareAsync("INSERT INTO huge (id, v) VALUES (?, ?)");
        await Assert.ThrowsAnyAsync<DriverException>(
            () => Session.ExecuteAsync(insert.Bind(1, new byte[20_000_000]).SetReadTimeoutMillis(10_000)));
        for (int left = 200; left > 0; left--)
        {
            try
            {
                await Session.ExecuteAsync(insert.Bind(2, new byte[1]));
                break;
            }
            catch (NoHostAvailableException)
            {
                await Task.Delay(50);
            }
        }

        Assert.Equal(2, Session.Execute("SELECT id FROM huge").Single().GetValue<int>(0));
    }

    [NodeFact]
    public async Task A_large_value_goes_both_ways()
    {
        Session.Execute("CREATE TABLE large (id int PRIMARY KEY, v blob)");
        byte[] large = new byte[3_000_000];
        new Random(7).NextBytes(large);
        PreparedStatement insert = await Session.PrepareAsync("INSERT INTO large (id, v) VALUES (1, ?)");
        await Session.ExecuteAsync(insert.Bind(large));
        Assert.Equal(large, Session.Execute("SELECT v FROM large").Single().GetValue<byte[]>(0));
    }
}
