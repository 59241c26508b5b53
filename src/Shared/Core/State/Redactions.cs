namespace IrcNats.State;

/// <summary>
/// Messages that were taken back, so that nobody takes one back twice. Bounded: the network remembers the newest
/// <see cref="Kept"/>, and one that it forgot can be redacted once more.
/// </summary>
sealed class Redactions
{
    /// <summary>How many are remembered, over all channels and users: about 40 KiB of a snapshot.</summary>
    public const int Kept = 4096;

    private readonly Queue<Position> _order = [];
    private readonly HashSet<Position> _known = [];

    /// <summary>Oldest first.</summary>
    public IEnumerable<Position> All => _order;

    public bool Contains(Position message) => _known.Contains(message);

    public void Add(Position message)
    {
        if (!_known.Add(message)) return;
        _order.Enqueue(message);
        if (_order.Count > Kept) _known.Remove(_order.Dequeue());
    }
}
