using System.Buffers.Binary;
using System.Collections;
using Cassandra.Protocol;

namespace Cassandra;

/// <summary>One row of a result; its values are read when they are asked for.</summary>
public class Row : IEnumerable<object?>
{
    private readonly ResultColumns _columns;
    private readonly byte[] _page;
    private readonly int[] _starts;

    /// <param name="columns">What the values are.</param>
    /// <param name="page">The message that holds the row.</param>
    /// <param name="starts">Where in it each value begins, with its length.</param>
    internal Row(ResultColumns columns, byte[] page, int[] starts) =>
        (_columns, _page, _starts) = (columns, page, starts);

    public int Length => _starts.Length;

    public object? this[int index] => GetValue<object?>(index);

    public object? this[string name] => GetValue<object?>(name);

    internal bool Has(string name) => _columns.Has(name);

    public bool IsNull(string name) => IsNull(_columns.IndexOf(name));

    public virtual bool IsNull(int index) => LengthAt(index) < 0;

    public CqlColumn GetColumn(string name)
    {
        int index = _columns.IndexOf(name);
        return new CqlColumn(_columns.Specs[index], index);
    }

    public object? GetValue(Type type, string name) => GetValue(type, _columns.IndexOf(name));

    /// <summary>A value as a type, which must be one that can be null if the value is.</summary>
    public object? GetValue(Type type, int index)
    {
        ColumnSpec column = _columns.Specs[index];
        int length = LengthAt(index);
        Type? underlying = Nullable.GetUnderlyingType(type);
        if (length < 0)
        {
            return !type.IsValueType || underlying is not null
                ? null
                : throw new InvalidCastException(
                    $"The column {column.Name} is null in this row, and no {type.Name}; ask for {type.Name}? instead.");
        }

        try
        {
            return column.Type.Read(_page.AsSpan(_starts[index] + 4, length), underlying ?? type);
        }
        catch (Exception e) when (e is InvalidTypeException or MalformedFrameException)
        {
            throw new InvalidTypeException($"Column {column.Name}: {e.Message}", e);
        }
    }

    public virtual T GetValue<T>(int index) => (T)GetValue(typeof(T), index)!;

    public virtual T GetValue<T>(string name) => GetValue<T>(_columns.IndexOf(name));

    public IEnumerator<object?> GetEnumerator()
    {
        for (int i = 0; i < _starts.Length; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int LengthAt(int index) => BinaryPrimitives.ReadInt32BigEndian(_page.AsSpan(_starts[index]));
}
