using IrcNats.History;
using Microsoft.Data.Sqlite;

namespace IrcNats.Sqlite;

/// <summary>Statements in one line.</summary>
static class SqliteCalls
{
    // Result codes of SQLite: https://www.sqlite.org/rescode.html
    private const int Corrupt = 11, NotADatabase = 26;

    /// <summary>A statement with its parameters ($name, value); null is NULL.</summary>
    public static SqliteCommand Make(
        this SqliteConnection connection, string statement, params (string Name, object? Value)[] with)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = statement;
        foreach (var (name, value) in with) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    /// <summary>Returns how many rows it changed.</summary>
    public static int Run(
        this SqliteConnection connection, string statement, params (string Name, object? Value)[] with)
    {
        using SqliteCommand command = connection.Make(statement, with);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row.</summary>
    public static long Number(
        this SqliteConnection connection, string statement, params (string Name, object? Value)[] with)
    {
        using SqliteCommand command = connection.Make(statement, with);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>What a fault of SQLite means for an archive.</summary>
    public static HistoryException ToHistory(this SqliteException fault, string path) =>
        fault.SqliteErrorCode is Corrupt or NotADatabase
            ? new HistorySchemaException($"'{path}' is damaged, or no archive: {fault.Message}")
            : new HistorySilentException($"'{path}': {fault.Message}", fault);
}
