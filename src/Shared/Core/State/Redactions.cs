namespace IrcNats.State;

/// <summary>
/// The positions of redacted messages, so that no message is redacted twice. Bounded: the network remembers the newest
/// <see cref="Kept"/>, and an older message could be redacted again.
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
