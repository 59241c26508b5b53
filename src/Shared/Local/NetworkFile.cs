using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IrcNats.Local;

/// <summary>
/// The file of a network in one process: its log and its newest snapshots, in SQLite. What is stored is on the disk
/// (WAL with synchronous=FULL) before a call returns. For one thread at a time.
/// https://www.sqlite.org/wal.html
/// </summary>
sealed class NetworkFile : IDisposable
{
    public const string FileName = "network.db";

    /// <summary>What this build writes, and the newest that it reads.</summary>
    public const int Format = 1;

    // "IrcN", for `file` and whoever wonders whose it is.
    private const int ApplicationId = 0x4972634E;

    // The newest, and the one before in case the newest cannot be read.
    private const int KeptSnapshots = 2;

    // Entries removed in one transaction, so that nobody waits long.
    private const int TrimmedAtOnce = 10_000;

    private const string Schema = """
        CREATE TABLE network (name TEXT NOT NULL, base INTEGER NOT NULL);
        CREATE TABLE entry (seq INTEGER PRIMARY KEY, sum INTEGER NOT NULL, bytes BLOB NOT NULL);
        CREATE TABLE snapshot (
            seq INTEGER PRIMARY KEY, digest TEXT NOT NULL, node TEXT NOT NULL, time INTEGER NOT NULL,
            bytes BLOB NOT NULL);
        """;

    // Where the archiver can begin again. Older builds of this format do not know it.
    private const string PlaceSchema = """
        CREATE TABLE IF NOT EXISTS archiver (
            seq INTEGER PRIMARY KEY, digest TEXT NOT NULL, node TEXT NOT NULL, time INTEGER NOT NULL,
            bytes BLOB NOT NULL);
        """;

    private readonly SqliteConnection _db;
    private readonly SqliteCommand _begin, _commit, _rollback, _insert, _read;
    private readonly string _path;

    private NetworkFile(string path)
    {
        (_path, _db) = (path, Connect(path));
        (_begin, _commit, _rollback) = (Command("BEGIN IMMEDIATE"), Command("COMMIT"), Command("ROLLBACK"));
        _insert = Command("INSERT INTO entry VALUES ($seq, $sum, $bytes)", "$seq", "$sum", "$bytes");
        _read = Command("SELECT sum, bytes FROM entry WHERE seq = $seq", "$seq");
    }

    /// <summary>Sequence of the first entry that is there; behind the last when there is none.</summary>
    public ulong First { get; private set; }

    public ulong Last { get; private set; }

    /// <exception cref="UnusableDataException">Somebody else has it, it is damaged, or not of this network.</exception>
    public static NetworkFile Open(string folder, string network)
    {
        string path = Path.Combine(folder, FileName);
        NetworkFile? file = null;
        try
        {
            if (!File.Exists(path)) Create(path, network, imported: null);
            // SQLite would take it for a new one. Ours is never empty: it is made under another name.
            if (new FileInfo(path).Length == 0) throw new UnusableDataException($"{path} is damaged: it is empty");
            file = new NetworkFile(path);
            file.Begin(network);
            return file;
        }
        catch (SqliteException e)
        {
            file?.Dispose();
            throw SqliteFaults.Of(path, e);
        }
        catch (UnusableDataException)
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Makes the file of a new network, or of one that goes on from a snapshot: whole or not at all.</summary>
    public static void Create(string path, string network, StoredSnapshot? imported)
    {
        string unfinished = path + ".new";
        File.Delete(unfinished);
        File.Delete(unfinished + "-journal");
        using (SqliteConnection db = Connect(unfinished))
        {
            Run(db, string.Create(CultureInfo.InvariantCulture, $"""
                PRAGMA synchronous = FULL;
                BEGIN;
                PRAGMA application_id = {ApplicationId};
                PRAGMA user_version = {Format};
                {Schema}
                """));
            using SqliteCommand named = db.CreateCommand();
            named.CommandText = "INSERT INTO network VALUES ($name, $base)";
            named.Parameters.AddWithValue("$name", network);
            named.Parameters.AddWithValue("$base", (long)(imported?.Seq ?? 0));
            named.ExecuteNonQuery();
            if (imported is not null) Insert(db, "snapshot", imported);
            Run(db, "COMMIT");
        }

        File.Move(unfinished, path);
    }

    /// <summary>Stores entries behind the last, all or none.</summary>
    /// <exception cref="SqliteException">They are not stored.</exception>
    public void Append(IReadOnlyList<byte[]> entries)
    {
        ulong next = Last;
        InTransaction(() =>
        {
            foreach (byte[] bytes in entries)
            {
                _insert.Parameters[0].Value = (long)++next;
                _insert.Parameters[1].Value = SumOf(bytes);
                _insert.Parameters[2].Value = bytes;
                _insert.ExecuteNonQuery();
            }
        });
        Last = next;
    }

    /// <summary>The bytes of an entry; null when it is not there.</summary>
    /// <exception cref="UnusableDataException">They are not what was stored.</exception>
    public byte[]? Read(ulong seq)
    {
        if (seq < First || seq > Last) return null;
        _read.Parameters[0].Value = (long)seq;
        using SqliteDataReader row = _read.ExecuteReader();
        if (!row.Read()) throw Damaged($"entry {seq} is missing");
        byte[] bytes = row.GetFieldValue<byte[]>(1);
        return row.GetInt64(0) == SumOf(bytes) ? bytes : throw Damaged($"entry {seq} does not have its checksum");
    }

    /// <summary>Those that are kept, newest first.</summary>
    public IReadOnlyList<StoredSnapshot> Snapshots() => AllIn("snapshot");

    /// <summary>The network as of where its archiver is; null: it was never stored.</summary>
    public StoredSnapshot? Place() => AllIn("archiver").FirstOrDefault();

    /// <summary>Sequences of the snapshots that are kept, newest first.</summary>
    public IReadOnlyList<ulong> SnapshotSeqs() => SeqsIn("snapshot");

    /// <summary>Of the archiver's place; null: there is none.</summary>
    public ulong? PlaceSeq() => SeqsIn("archiver") is [var seq] ? seq : null;

    private List<ulong> SeqsIn(string table)
    {
        using SqliteCommand select = Command($"SELECT seq FROM {table} ORDER BY seq DESC");
        using SqliteDataReader row = select.ExecuteReader();
        List<ulong> found = [];
        while (row.Read()) found.Add((ulong)row.GetInt64(0));
        return found;
    }

    private List<StoredSnapshot> AllIn(string table)
    {
        using SqliteCommand select =
            Command($"SELECT seq, digest, node, time, bytes FROM {table} ORDER BY seq DESC");
        using SqliteDataReader row = select.ExecuteReader();
        List<StoredSnapshot> found = [];
        while (row.Read())
            found.Add(new StoredSnapshot(
                (ulong)row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3),
                row.GetFieldValue<byte[]>(4)));
        return found;
    }

    /// <summary>What the newest snapshot is; null: there is none.</summary>
    public SnapshotManifest? Newest()
    {
        using SqliteCommand select =
            Command("SELECT seq, length(bytes), digest, node, time FROM snapshot ORDER BY seq DESC LIMIT 1");
        using SqliteDataReader row = select.ExecuteReader();
        return row.Read()
            ? new SnapshotManifest(
                Payload.FormatVersion, (ulong)row.GetInt64(0), 1, row.GetInt32(1), row.GetString(2), row.GetString(3),
                row.GetInt64(4))
            : null;
    }

    /// <exception cref="SqliteException">It is not stored.</exception>
    public void Save(StoredSnapshot snapshot) => InTransaction(() =>
    {
        Insert(_db, "snapshot", snapshot);
        Run(_db, string.Create(CultureInfo.InvariantCulture, $"""
            DELETE FROM snapshot WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT {KeptSnapshots})
            """));
    });

    /// <summary>Stores where the archiver is, in the place of what was stored before.</summary>
    /// <exception cref="SqliteException">It is not stored.</exception>
    public void SavePlace(StoredSnapshot place) => InTransaction(() =>
    {
        Run(_db, "DELETE FROM archiver");
        Insert(_db, "archiver", place);
    });

    /// <summary>Removes some entries before this one; the last one stays.</summary>
    /// <returns>Whether there are none any more.</returns>
    /// <exception cref="SqliteException">They could not be removed.</exception>
    public bool Trim(ulong first)
    {
        ulong end = Math.Min(first, Last), next = Math.Min(end, First + TrimmedAtOnce);
        if (next <= First) return true;
        InTransaction(() => Run(
            _db, string.Create(CultureInfo.InvariantCulture, $"DELETE FROM entry WHERE seq < {next}")));
        First = next;
        return next == end;
    }

    /// <summary>The file cannot be longer from now on: a disk that is full, for tests.</summary>
    internal void LimitTo(long bytes) => Run(_db, string.Create(
        CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {bytes / Number("PRAGMA page_size")}"));

    public void Dispose()
    {
        foreach (SqliteCommand command in (SqliteCommand[])[_begin, _commit, _rollback, _insert, _read])
            command.Dispose();
        _db.Dispose();
    }

    /// <summary>Of the whole file, without room that was used and is free again.</summary>
    public long UsedBytes => Number("PRAGMA page_size")
        * (Number("PRAGMA page_count") - Number("PRAGMA freelist_count"));

    private static SqliteConnection Connect(string path)
    {
        SqliteConnection db = new(new SqliteConnectionStringBuilder
        {
            DataSource = path, Pooling = false, DefaultTimeout = 1,
        }.ConnectionString);
        db.Open();
        return db;
    }

    private void Begin(string network)
    {
        // No other program may write it: that would be behind the back of whoever counts on its own entries.
        Run(_db, """
            PRAGMA locking_mode = EXCLUSIVE;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA journal_size_limit = 67108864;
            PRAGMA cell_size_check = ON;
            BEGIN IMMEDIATE;
            COMMIT;
            """);
        if (Number("PRAGMA application_id") != ApplicationId)
            throw new UnusableDataException($"{_path} is another program's, not the file of a network");
        if (Number("PRAGMA user_version") is > Format and var format)
            throw new UnusableDataException(
                $"{_path} is of format {format}, and this build knows {Format}: start the newer build that made it");
        if (Text("SELECT name FROM network") is var name && name != network)
            throw new UnusableDataException($"{_path} is of the network '{name}', not of '{network}' (--network)");
        Run(_db, PlaceSchema);
        long origin = Number("SELECT base FROM network");
        First = (ulong)Number($"SELECT coalesce(min(seq), {origin} + 1) FROM entry");
        Last = (ulong)Number($"SELECT coalesce(max(seq), {origin}) FROM entry");
        ulong newest = (ulong)Number("SELECT coalesce(max(seq), 0) FROM snapshot");
        if (newest > Last) throw Damaged($"the log ends at {Last}, and there is a snapshot of {newest}");
    }

    private static void Insert(SqliteConnection db, string table, StoredSnapshot snapshot)
    {
        using SqliteCommand insert = db.CreateCommand();
        insert.CommandText = $"INSERT OR REPLACE INTO {table} VALUES ($seq, $digest, $node, $time, $bytes)";
        insert.Parameters.AddWithValue("$seq", (long)snapshot.Seq);
        insert.Parameters.AddWithValue("$digest", snapshot.Digest);
        insert.Parameters.AddWithValue("$node", snapshot.Node);
        insert.Parameters.AddWithValue("$time", snapshot.Time);
        insert.Parameters.AddWithValue("$bytes", snapshot.Bytes);
        insert.ExecuteNonQuery();
    }

    private void InTransaction(Action work)
    {
        _begin.ExecuteNonQuery();
        try
        {
            work();
            _commit.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // Some errors have ended the transaction already.
            if (raw.sqlite3_get_autocommit(_db.Handle) == 0) _rollback.ExecuteNonQuery();
            throw;
        }
    }

    private UnusableDataException Damaged(string what) =>
        new($"{_path} is damaged: {what}; put a copy of it, or an export, in its place");

    // SQLite itself does not notice bytes that were overwritten inside of an entry.
    private static long SumOf(byte[] bytes) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(bytes));

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        SqliteCommand command = _db.CreateCommand();
        command.CommandText = sql;
        foreach (string name in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private static void Run(SqliteConnection db, string sql)
    {
        using SqliteCommand command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long Number(string sql)
    {
        using SqliteCommand command = Command(sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private string? Text(string sql)
    {
        using SqliteCommand command = Command(sql);
        return command.ExecuteScalar() as string;
    }
}

/// <summary>A snapshot as it is stored: of which sequence, its digest, who made it, the network's time, its bytes.
/// </summary>
sealed record StoredSnapshot(ulong Seq, string Digest, string Node, long Time, byte[] Bytes)
{
    /// <summary>Its bytes are those that were stored.</summary>
    public bool IsWhole => NetworkSnapshot.DigestOf(Bytes) == Digest;
}
