using IrcNats.Events;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// Sees that the network's time never goes back, and never runs more than a tenth faster than the time that passes.
/// Only an elected root may have begun with its own machine's clock, because it heard no other root, or with the time
/// of entries that the log has lost, because it heard of them: users saw that time, too.
/// </summary>
sealed class TimeJudge
{
    // Milliseconds. If the bus restarts, a connection breaks or the root stands still in between, an entry is stored
    // seconds after it was stamped. Clocks are set by far more.
    private const long Slack = 10_000;

    private readonly Dictionary<string, long> _mostAhead = [];
    // The first stamp of the comparison, and when it was stored; the newest stamp.
    private (long Stamp, long At)? _from;
    // The newest stamp that was ever stored, and when.
    private (long Stamp, long At) _greatest;
    private long _newest;

    /// <summary>Somebody set the clock of a process's machine; it is wrong by so much since then.</summary>
    public void ClockIsSet(string node, long error) =>
        _mostAhead[node] = Math.Max(_mostAhead.GetValueOrDefault(node), error);

    /// <summary>The log lost the entries of the comparison.</summary>
    public void Forget() => (_from, _newest) = (null, 0);

    /// <summary>An entry of that node was stored.</summary>
    public void Stored(string node, Entry entry, long now)
    {
        bool isElection = entry.Outcomes is [{ Events: [RootElected, ..] }, ..];
        foreach (long stamp in entry.Outcomes.Select(o => o.Time))
        {
            if (stamp < _newest)
                throw new Violation($"the network's time goes back by {_newest - stamp} ms with {node}");
            _newest = stamp;
            long most = _from is var (first, at) ? first + (now - at) * 11 / 10 + Slack : long.MaxValue;
            if (isElection)
            {
                most = Math.Max(most, now + _mostAhead.GetValueOrDefault(node) + Slack);
                most = Math.Max(most, _greatest.Stamp + (now - _greatest.At) * 11 / 10 + Slack);
            }

            if (stamp > most) throw new Violation($"the network's time runs ahead by {stamp - most} ms with {node}");
            if (isElection || _from is null) _from = (stamp, now);
            if (stamp > _greatest.Stamp) _greatest = (stamp, now);
        }
    }
}
