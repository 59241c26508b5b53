using Microsoft.Data.Sqlite;

namespace IrcNats.Local;

/// <summary>What SQLite's errors mean for whoever runs the network. https://www.sqlite.org/rescode.html</summary>
static class SqliteFaults
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, Failing = 10, Corrupt = 11, Full = 13, CannotOpen = 14,
        NoDatabase = 26;

    /// <summary>There is no room for what was to be stored; there may be later.</summary>
    public static bool IsFull(SqliteException fault) => fault.SqliteErrorCode == Full;

    public static UnusableDataException Of(string path, SqliteException fault) => new(
        fault.SqliteErrorCode switch
        {
            Busy or Locked => $"{path} is in use: another program has locked it",
            ReadOnly => $"{path} cannot be written: the file or its file system is read-only",
            Failing => $"{path} cannot be read or written: the disk fails (SQLite {fault.SqliteExtendedErrorCode})",
            Corrupt => $"{path} is damaged ({fault.Message}); put a copy of it, or an export, in its place",
            Full => $"{path} cannot be written: the disk is full",
            CannotOpen => $"{path} cannot be opened or created: may this user write in that folder?",
            NoDatabase => $"{path} is not the file of a network, or its beginning is damaged",
            _ => $"{path} cannot be used: {fault.Message}",
        },
        fault);
}
