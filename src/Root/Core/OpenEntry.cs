using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// The entry that is being filled: what happens is applied to the network at once, grouped by the request that caused
/// it, and appended to the log when the entry is full, or when no request waits and the last entry is old enough.
/// </summary>
sealed class OpenEntry(Network net, IRootPorts ports)
{
    /// <summary>Group commit: an entry is full at so many events or bytes.</summary>
    public const int MostEvents = 64, MostBytes = 64 * 1024;

    // What an event costs besides the text of the line that caused it; an estimate that only bounds the entry.
    private const int EventBytes = 128;

    private List<Outcome> _outcomes = [];
    private int _events, _bytes;

    /// <summary>The epoch of the root that fills it: the network's when that root began to write.</summary>
    public ulong Epoch { get; } = net.Epoch;

    /// <summary>Something happened that is not appended yet.</summary>
    public bool IsBegun => _events > 0;

    public bool IsFull => _events >= MostEvents || _bytes >= MostBytes;

    /// <summary>The root's own doing: no request asked for it.</summary>
    public void Log(IReadOnlyList<Event> events, long now)
    {
        long time = Math.Max(now, net.Time);
        Apply(events, time);
        Record(null, events, [], time, bytes: 0);
    }

    /// <summary>Applies events that <see cref="Close"/> then records.</summary>
    public void Apply(IReadOnlyList<Event> events, long now)
    {
        foreach (Event happened in events)
        {
            Position next = _events == 0 ? new Position(net.Seq + 1, 0) : new Position(net.Seq, net.At.Index + 1);
            net.Apply(new Stamp(next, Epoch, now), happened);
            _events++;
        }
    }

    /// <summary>Records the events that were applied for a request, and what it is told besides.</summary>
    /// <param name="bytes">Of the request's text, about which its events hold again.</param>
    public void Close(Origin origin, IReadOnlyList<Event> events, IReadOnlyList<string> replies, long now, int bytes)
    {
        Record(origin, events, replies, now, bytes);
        net.Answered(origin, replies);
    }

    /// <summary>Appends the entry, if anything is in it.</summary>
    public void Flush()
    {
        if (_events == 0) return;
        Entry entry = new(Payload.FormatVersion, Epoch, _outcomes);
        (_outcomes, _events, _bytes) = ([], 0, 0);
        ports.Append(net.Seq, entry);
    }

    private void Record(
        Origin? origin, IReadOnlyList<Event> events, IReadOnlyList<string> replies, long now, int bytes)
    {
        _outcomes.Add(new Outcome(now, origin, events, replies));
        _bytes += bytes + events.Count * EventBytes + replies.Sum(r => r.Length);
    }
}
