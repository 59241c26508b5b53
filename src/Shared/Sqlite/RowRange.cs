using IrcNats.History;
using IrcNats.State;
using Microsoft.Data.Sqlite;

namespace IrcNats.Sqlite;

/// <summary>
/// The first and the last row that a query may show. A time is looked up once and becomes a row's key: so a page is
/// always read along the table, wherever it begins.
/// </summary>
sealed class RowRange(SqliteConnection connection, long target)
{
    private (long Epoch, long Seq, long Item) _first = (0, 0, int.MinValue);
    private (long Epoch, long Seq, long Item) _last = (long.MaxValue, long.MaxValue, int.MaxValue);

    /// <summary>False when there is nothing within.</summary>
    public bool Narrow(HistoryQuery query)
    {
        if (!RaiseTo(query.Since)) return false;
        if (query.Lower is { } lower)
        {
            if (lower.Mark is { } mark) Raise(KeyOf(mark));
            else if (!RaiseTo(lower.Time)) return false;
        }

        if (query.Upper is not { } upper) return true;
        if (upper.Mark is { } last) _last = KeyOf(last);
        else if (!LowerTo(upper.Time)) return false;
        return true;
    }

    public void Bind(SqliteCommand select)
    {
        select.Parameters.AddWithValue("$target", target);
        foreach (var (name, value) in (ReadOnlySpan<(string, long)>)
            [
                ("$e1", _first.Epoch), ("$s1", _first.Seq), ("$i1", _first.Item),
                ("$e2", _last.Epoch), ("$s2", _last.Seq), ("$i2", _last.Item),
            ])
            select.Parameters.AddWithValue(name, value);
    }

    // Numbers that no log reaches, but which clients may invent, stay in their order.
    private static (long Epoch, long Seq, long Item) KeyOf(Mark mark) =>
        ((long)Math.Min(mark.Epoch, long.MaxValue), (long)Math.Min(mark.At.Seq, long.MaxValue), mark.At.Index);

    private void Raise((long Epoch, long Seq, long Item) to)
    {
        if (to.CompareTo(_first) > 0) _first = to;
    }

    private bool RaiseTo(long time)
    {
        if (time == long.MinValue) return true;
        if (Find("time >= $time", "ASC", time) is not { } found) return false;
        Raise(found);
        return true;
    }

    private bool LowerTo(long time)
    {
        if (Find("time <= $time", "DESC", time) is not { } found) return false;
        _last = found;
        return true;
    }

    private (long Epoch, long Seq, long Item)? Find(string where, string order, long time)
    {
        using SqliteCommand find = connection.Make(
            $"""
            SELECT epoch, seq, item FROM message WHERE target = $target AND {where}
            ORDER BY time {order}, epoch {order}, seq {order}, item {order} LIMIT 1
            """,
            ("$target", target), ("$time", time));
        using SqliteDataReader row = find.ExecuteReader();
        return row.Read() ? (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)) : null;
    }
}
