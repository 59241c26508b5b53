using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Replication;

/// <summary>
/// Whether this build can still follow the network. It cannot if the network's level is above its own. Nor can it if
/// the active root continues behind an entry that this build cannot read: an entry that nobody can read would have
/// ended that root, so the root wrote it, and this build is too old.
/// </summary>
public sealed class BuildAge(int level = BuildLevel.Current)
{
    // Beats of a living root come twice a second. A root that is about to end is not heard so often.
    private const int Proof = 4;

    private int _beats;
    private bool _said;

    /// <summary>
    /// To be called when the network has changed. Says why this build cannot follow any more, the first time it is so;
    /// else null.
    /// </summary>
    public string? Applied(Network net) => net.Level > level ? Once(BuildLevel.TooOld(net.Level, level)) : null;

    /// <summary>The same, to be called when the active root says that it lives.</summary>
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
