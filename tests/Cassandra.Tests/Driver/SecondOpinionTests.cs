using System.Diagnostics;
using Cassandra;

namespace IrcNats.Cassandra.Tests.Driver;

/// <summary>An independent driver, from npm, reads what ours wrote, and ours what it wrote.</summary>
[Collection(nameof(NodeCollection))]
public sealed class SecondOpinionTests(NodeFixture fixture)
{
    private static readonly string[] s_columns =
        ["id", "big", "number", "words", "bytes", "yes", "time", "moment", "l", "s", "m", "nothing"];

    [NpmFact]
    public async Task Both_drivers_read_what_the_other_wrote()
    {
        ISession session = fixture.Session;
        session.Execute("CREATE KEYSPACE both WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.Execute(
            """
            CREATE TABLE both.samples (id text PRIMARY KEY, big bigint, number int, words text, bytes blob, yes boolean,
                time timeuuid, moment timestamp, l list<text>, s set<bigint>, m map<text, int>, nothing text)
            """);
        session.Execute("CREATE TABLE both.pages (p int, c int, PRIMARY KEY (p, c))");
        PreparedStatement page = await session.PrepareAsync("INSERT INTO both.pages (p, c) VALUES (0, ?)");
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => session.ExecuteAsync(page.Bind(i))));

        PreparedStatement insert = await session.PrepareAsync(
            $"INSERT INTO both.samples ({string.Join(", ", s_columns)}) "
            + $"VALUES ({string.Join(", ", s_columns.Select(_ => "?"))})");
        await session.ExecuteAsync(insert.Bind(Values("ours")));
        await RunAsync("read", "ours");
        await RunAsync("write", "theirs");

        Row row = session.Execute("SELECT * FROM both.samples WHERE id = 'theirs'").Single();
        foreach ((string column, object? value) in s_columns.Zip(Values("theirs")).Take(8))
        {
            object? read = row.GetValue<object>(column);
            Assert.Equal(value, read is TimeUuid time ? time.ToGuid() : read);
        }

        Assert.Equal(["b", "a", ""], row.GetValue<string[]>("l"));
        Assert.Equal([1L, 2L], row.GetValue<SortedSet<long>>("s"));
        Assert.Equal(new Dictionary<string, int> { ["x"] = 1, ["y"] = -2 }, row.GetValue<Dictionary<string, int>>("m"));
        Assert.True(row.IsNull("nothing"));
    }

    // The same as in npm/values.mjs.
    private static object?[] Values(string id) =>
    [
        id, -9223372036854775807L, -7, "grüße 👋", new byte[] { 0, 1, 255 }, true,
        Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), DateTimeOffset.FromUnixTimeMilliseconds(1234567890123),
        new[] { "b", "a", "" }, new SortedSet<long> { 1, 2 }, new Dictionary<string, int> { ["x"] = 1, ["y"] = -2 },
        null,
    ];

    private async Task RunAsync(string what, string name)
    {
        ProcessStartInfo start = new("node", ["values.mjs", what, $"{fixture.Node.Address}", name])
        {
            WorkingDirectory = NpmFactAttribute.Folder, RedirectStandardError = true,
        };
        using Process node = Process.Start(start)!;
        string error = await node.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, error);
    }
}

/// <summary>A test with what cassandra-npm.Tests.sh has installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() =>
        Skip = CassandraNode.WhyNot ?? (Folder is null ? "cassandra-npm.Tests.sh runs it" : null);

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("IRCNATS_NPM");
}
