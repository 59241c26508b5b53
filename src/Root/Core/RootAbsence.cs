namespace IrcNats.Root.Core;

/// <summary>
/// Whether the active root is gone. When it is late, the bus says at once whether anyone still takes requests; a root
/// that hangs is told by its silence alone. Asked twice: a root that only changes its server is back in between.
/// </summary>
sealed class RootAbsence(Replica replica, IRootShell shell)
{
    /// <summary>Milliseconds from one look to the next while the root is late.</summary>
    public const long Pause = 50;

    private readonly Dictionary<int, Action<bool, Moment>> _probes = [];
    private (long At, Action<bool, Moment> Said)? _second;
    private int _newest;

    /// <summary>When <see cref="Wake"/> has something to do.</summary>
    public long WakeAt => _second?.At ?? long.MaxValue;

    /// <summary>
    /// Finds out, now or later. With <paramref name="isDoubted"/> it is asked even if the root is not late, and once
    /// only: by a root that has just started and knows of no pulse, or by an operator's order.
    /// </summary>
    /// <param name="quiet">Milliseconds of silence after which a root counts as gone.</param>
    public void Ask(bool isDoubted, long quiet, Moment now, Action<bool, Moment> said)
    {
        if (replica.Pulse.Silence(now.Steady) > quiet) said(true, now);
        else if (isDoubted) Probe((isActive, then) => said(!isActive, then));
        else if (!replica.Pulse.IsLate(now.Steady)) said(false, now);
        else Probe((isActive, then) =>
        {
            if (isActive) said(false, then);
            else _second = (then.Steady + Pause, said);
        });
    }

    /// <summary>The bus has said whether anyone takes requests.</summary>
    public void Probed(int probe, bool isActive, Moment now)
    {
        if (_probes.Remove(probe, out Action<bool, Moment>? said)) said(isActive, now);
    }

    public void Wake(Moment now)
    {
        if (_second is not var (at, said) || now.Steady < at) return;
        _second = null;
        if (!replica.Pulse.IsLate(now.Steady)) said(false, now);
        else Probe((isActive, then) => said(!isActive, then));
    }

    private void Probe(Action<bool, Moment> said)
    {
        _probes[++_newest] = said;
        shell.Probe(_newest);
    }
}
