using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

// The network's level is that of the oldest build in it. It is raised when that one has gone.
public sealed partial class Writer
{
    // A leaf that is too old asks again and again; it is told of once, as long as so many others are not told of.
    private const int OutdatedKept = 1000;

    private readonly HashSet<(string Leaf, ulong Incarnation)> _outdated = [];

    /// <summary>The level that this root and every leaf know; standbys are not asked here.</summary>
    public int LevelInReach => Math.Max(net.Level, Math.Min(BuildLevel.Current, _presence.LowestLevel()));

    /// <summary>Every standby knows this level: the network is raised as far as everyone does.</summary>
    /// <returns>Whether there was anything to raise.</returns>
    public bool Raise(int standbys, long now)
    {
        int level = Math.Min(LevelInReach, standbys);
        if (level <= net.Level) return false;
        // A snapshot that an older build made has not all of the configuration: whoever began with one gets it now.
        Log([new LevelRaised(level), new ConfigChanged(net.Config)], now);
        Mark(now);
        return true;
    }

    // It cannot follow the log and would show its clients nothing, so it is not answered, and never ready.
    private bool IsTooOld(Request request)
    {
        if (request.Version >= net.Level) return false;
        if (_outdated.Count >= OutdatedKept) _outdated.Clear();
        if (_outdated.Add((request.Leaf, request.Incarnation))) ports.Outdated(request, net.Level);
        return true;
    }
}
