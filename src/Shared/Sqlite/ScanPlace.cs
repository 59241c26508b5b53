using System.Globalization;
using Microsoft.Data.Sqlite;

namespace IrcNats.Sqlite;

/// <summary>A row's key; rows are in the order of these.</summary>
readonly record struct ScanPlace(long Target, long Epoch, long Seq, int Item)
{
    /// <summary>The key in a row that begins with it.</summary>
    public static ScanPlace Of(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt32(3));

    /// <exception cref="ArgumentException">It is no place.</exception>
    public static ScanPlace Parse(string? from)
    {
        if (from is null) return new(-1, 0, 0, 0);
        return from.Split('.') is [var target, var epoch, var seq, var item]
            && TryRead(target, out long t) && TryRead(epoch, out long e) && TryRead(seq, out long s)
            && int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out int i)
            ? new(t, e, s, i)
            : throw new ArgumentException($"'{from}' is no place of this archive", nameof(from));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Target}.{Epoch}.{Seq}.{Item}");

    private static bool TryRead(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
