using Cassandra;
using IrcNats.History;

namespace IrcNats.Cassandra;

/// <summary>
/// The tables of the archive, by version, and the statements on them. A target's messages are divided by time
/// (<see cref="Bucket"/>), so that no partition grows without end; the table of buckets says which there are and where
/// each begins.
/// </summary>
sealed class HistoryTables
{
    private const int Version = 1;

    // A busy channel has some ten thousand messages in it, a quiet one a few.
    private const long BucketLength = 7L * 24 * 60 * 60 * 1000;

    private static readonly string[] s_tables =
    [
        """
        CREATE TABLE IF NOT EXISTS message (
            network text, target text, bucket int, epoch bigint, seq bigint, item int, time bigint, account text,
            body blob, PRIMARY KEY ((network, target, bucket), epoch, seq, item))
        WITH CLUSTERING ORDER BY (epoch DESC, seq DESC, item DESC)
        """,
        """
        CREATE TABLE IF NOT EXISTS bucket (
            network text, target text, bucket int, epoch bigint, seq bigint, item int,
            PRIMARY KEY ((network, target), bucket)) WITH CLUSTERING ORDER BY (bucket DESC)
        """,
        """
        CREATE TABLE IF NOT EXISTS correspondent (
            network text, account text, target text, PRIMARY KEY ((network, account), target))
        """,
        """
        CREATE TABLE IF NOT EXISTS archiver (
            network text PRIMARY KEY, fence bigint, pen bigint, epoch bigint, seq bigint, item int, target text,
            time bigint)
        """,
    ];

    private HistoryTables() { }

    public required PreparedStatement AddMessage { get; init; }
    public required PreparedStatement AddBucket { get; init; }
    public required PreparedStatement AddCorrespondent { get; init; }
    public required PreparedStatement Newest { get; init; }
    public required PreparedStatement Oldest { get; init; }
    public required PreparedStatement One { get; init; }
    public required PreparedStatement Delete { get; init; }
    public required PreparedStatement Buckets { get; init; }
    public required PreparedStatement Targets { get; init; }
    public required PreparedStatement Correspondents { get; init; }
    public required PreparedStatement All { get; init; }
    public required PreparedStatement Archiver { get; init; }
    public required PreparedStatement FirstArchiver { get; init; }
    public required PreparedStatement TakeOver { get; init; }
    public required PreparedStatement GoOn { get; init; }

    public static int Bucket(long time) =>
        (int)Math.Clamp(time >= 0 ? time / BucketLength : -1, int.MinValue, int.MaxValue);

    /// <summary>In seconds, of what is looked up as long as any message of a bucket lives; 0: for ever.</summary>
    public static int LifeOfBucket(HistoryRetention retention) =>
        retention.Age is null ? 0 : LifeOfMessage(retention) + (int)(BucketLength / 1000);

    public static int LifeOfMessage(HistoryRetention retention) =>
        retention.Age is { } age ? (int)Math.Max(1, age.TotalSeconds) : 0;

    /// <summary>Makes what is missing, if this process is to make it.</summary>
    /// <exception cref="HistorySilentException">Nobody has made them.</exception>
    /// <exception cref="HistorySchemaException">The keyspace has tables of another version.</exception>
    public static async Task<HistoryTables> OpenAsync(ISession session, CassandraOptions options)
    {
        if (options.Makes)
            await RunAsync(
                session, "CREATE TABLE IF NOT EXISTS history_schema (only int PRIMARY KEY, version int)");
        int? version = await VersionAsync(session, options.Keyspace);
        if (version is null && options.Makes)
        {
            foreach (string table in s_tables) await RunAsync(session, table);
            await RunAsync(session, $"INSERT INTO history_schema (only, version) VALUES (1, {Version})");
        }
        else if (version is null)
        {
            throw CassandraSession.NotMade($"the archive in keyspace '{options.Keyspace}'");
        }
        else if (version != Version)
        {
            throw new HistorySchemaException(
                $"keyspace '{options.Keyspace}' has tables of version {version}, this build knows {Version}");
        }

        return await PrepareAsync(session);
    }

    private static async Task<int?> VersionAsync(ISession session, string keyspace)
    {
        RowSet table = await session.ExecuteAsync(new SimpleStatement(
            "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = 'history_schema'",
            keyspace));
        if (!table.Any()) return null;
        RowSet found = await RunAsync(session, "SELECT version FROM history_schema WHERE only = 1");
        return found.FirstOrDefault()?.GetValue<int>("version");
    }

    private static async Task<HistoryTables> PrepareAsync(ISession session)
    {
        const string of = "network = ? AND target = ? AND bucket = ?", key = "epoch = ? AND seq = ? AND item = ?";
        const string within = $"""
            SELECT epoch, seq, item, time, body FROM message WHERE {of}
                AND (epoch, seq, item) >= (?, ?, ?) AND (epoch, seq, item) <= (?, ?, ?) AND time >= ? AND time <= ?
            """;
        return new HistoryTables
        {
            AddMessage = await session.PrepareAsync("""
                INSERT INTO message (network, target, bucket, epoch, seq, item, time, account, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TTL ? AND TIMESTAMP ?
                """),
            AddBucket = await session.PrepareAsync("""
                INSERT INTO bucket (network, target, bucket, epoch, seq, item) VALUES (?, ?, ?, ?, ?, ?) USING TTL ?
                """),
            AddCorrespondent = await session.PrepareAsync(
                "INSERT INTO correspondent (network, account, target) VALUES (?, ?, ?) USING TTL ?"),
            // Of one partition, in its order: what is not in the range of times is passed over where it is.
            Newest = await session.PrepareAsync(
                $"{within} ORDER BY epoch DESC, seq DESC, item DESC ALLOW FILTERING"),
            Oldest = await session.PrepareAsync($"{within} ORDER BY epoch ASC, seq ASC, item ASC ALLOW FILTERING"),
            One = await session.PrepareAsync($"SELECT time FROM message WHERE {of} AND {key}"),
            Delete = await session.PrepareAsync($"DELETE FROM message USING TIMESTAMP ? WHERE {of} AND {key}"),
            Buckets = await session.PrepareAsync(
                "SELECT bucket, epoch, seq, item FROM bucket WHERE network = ? AND target = ?"),
            Targets = await session.PrepareAsync("SELECT DISTINCT network, target FROM bucket"),
            Correspondents = await session.PrepareAsync(
                "SELECT target FROM correspondent WHERE network = ? AND account = ? LIMIT ?"),
            All = await session.PrepareAsync(
                "SELECT network, target, bucket, epoch, seq, item, time, account, body FROM message"),
            Archiver = await session.PrepareAsync(
                "SELECT fence, pen, epoch, seq, item, target, time FROM archiver WHERE network = ?"),
            FirstArchiver = await session.PrepareAsync(
                "INSERT INTO archiver (network, fence, pen) VALUES (?, 0, 0) IF NOT EXISTS"),
            TakeOver = await session.PrepareAsync(
                "UPDATE archiver SET fence = ?, pen = ? WHERE network = ? IF pen = ?"),
            GoOn = await session.PrepareAsync("""
                UPDATE archiver SET epoch = ?, seq = ?, item = ?, target = ?, time = ? WHERE network = ? IF pen = ?
                """),
        };
    }

    private static Task<RowSet> RunAsync(ISession session, string query) =>
        session.ExecuteAsync(new SimpleStatement(query));
}
