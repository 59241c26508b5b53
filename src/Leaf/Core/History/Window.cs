namespace IrcNats.Leaf.Core;

/// <summary>
/// A list that grows at its end and shrinks at its beginning, in one array. The array has room for at most four times
/// what is in it, and a few elements.
/// </summary>
sealed class Window<T> where T : unmanaged
{
    private const int RoomMin = 8;

    private T[] _room = new T[RoomMin];
    private int _start;

    public int Count { get; private set; }

    /// <summary>How many were dropped since the beginning: the first that is here has this number.</summary>
    public long Dropped { get; private set; }

    /// <summary>Elements that the array has room for.</summary>
    public int Room => _room.Length;

    public Span<T> Items => _room.AsSpan(_start, Count);

    public void Append(ReadOnlySpan<T> items)
    {
        int wanted = Count + items.Length;
        if (_start + wanted > _room.Length) Move(wanted > _room.Length / 2 ? 2 * wanted : _room.Length);
        items.CopyTo(_room.AsSpan(_start + Count));
        Count = wanted;
    }

    public void DropFirst(int count)
    {
        _start += count;
        Count -= count;
        Dropped += count;
        if (_room.Length > Math.Max(RoomMin, 4 * Count)) Move(Math.Max(RoomMin, 2 * Count));
    }

    // To the beginning, of another array if the size differs.
    private void Move(int size)
    {
        T[] room = size == _room.Length ? _room : new T[size];
        Items.CopyTo(room);
        (_room, _start) = (room, 0);
    }
}
