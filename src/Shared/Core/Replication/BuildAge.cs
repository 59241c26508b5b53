using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Replication;

/// <summary>
/// Whether this build can still follow the network. It cannot when the network's level is above its own; and not when
/// the root goes on behind an entry that it cannot read: what nobody can read ends the root that finds it in its log,
/// so the root wrote it, and can.
/// </summary>
public sealed class BuildAge(int level = BuildLevel.Current)
{
    // Beats of a live root come twice a second; one that has to end is not heard that often.
    private const int Proof = 4;

    private int _beats;
    private bool _said;

    /// <summary>The network has changed: why this build cannot be of it, the first time it is so; else null.</summary>
    public string? Applied(Network net) => net.Level > level ? Once(BuildLevel.TooOld(net.Level, level)) : null;

    /// <summary>The active root says it lives; the same.</summary>
    public string? Beaten(Network net, Beat beat)
    {
        // A root that was replaced may not know it yet.
        if (beat.Epoch < net.Epoch) return null;
        if (beat.Epoch > net.Epoch || net.InterruptedAt is not { } unread || beat.Seq < unread) _beats = 0;
        else if (++_beats >= Proof) return Once(BuildLevel.Unreadable(unread));
        return null;
    }

    private string? Once(string why)
    {
        if (_said) return null;
        _said = true;
        return why;
    }
}
