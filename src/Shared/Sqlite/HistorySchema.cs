using IrcNats.History;
using Microsoft.Data.Sqlite;

namespace IrcNats.Sqlite;

/// <summary>The tables of an archive, by version. The version stands in the file's user_version.</summary>
static class HistorySchema
{
    private const long Version = 1;

    // The time, the account and the keys of a message stand beside it for searching. The tables without row numbers are
    // in the order of their keys: a page is one stretch of a file. Their indexes end with those keys as well.
    private const string Tables = """
        CREATE TABLE target (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, one TEXT, other TEXT) STRICT;
        CREATE INDEX target_one ON target (one) WHERE one IS NOT NULL;
        CREATE INDEX target_other ON target (other) WHERE other IS NOT NULL;
        CREATE TABLE message (
            target INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, item INTEGER NOT NULL,
            time INTEGER NOT NULL, account TEXT, body BLOB NOT NULL,
            PRIMARY KEY (target, epoch, seq, item)) STRICT, WITHOUT ROWID;
        CREATE INDEX message_time ON message (target, time);
        CREATE INDEX message_account ON message (account) WHERE account IS NOT NULL;
        CREATE TABLE archiver (
            only INTEGER PRIMARY KEY CHECK (only = 1), fence INTEGER NOT NULL, pen INTEGER NOT NULL,
            epoch INTEGER, seq INTEGER, item INTEGER, target TEXT, time INTEGER) STRICT;
        INSERT INTO archiver (only, fence, pen) VALUES (1, 0, 0);
        PRAGMA user_version = 1;
        """;

    /// <summary>Makes the tables in a new file.</summary>
    /// <exception cref="HistorySchemaException">The file has others.</exception>
    public static void Ensure(SqliteConnection connection, string path)
    {
        using SqliteTransaction change = connection.BeginTransaction();
        long version = connection.Number("PRAGMA user_version");
        if (version == 0 && connection.Number("SELECT count(*) FROM sqlite_master") == 0)
        {
            connection.Run(Tables);
            version = Version;
        }

        if (version != Version)
            throw new HistorySchemaException(version > Version
                ? $"'{path}' was made by a newer build: its version is {version}, this build knows {Version}"
                : $"'{path}' is no archive of ours: its version is {version}, not {Version}");
        change.Commit();
    }
}
