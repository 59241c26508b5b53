using IrcNats.State;

namespace IrcNats.Root.Core;

/// <summary>
/// Says when a standby has to take over: at once when the root resigned in its favour, when the root is gone if the
/// policy lets it, or never by itself: then it sounds an alarm and waits for an operator.
/// </summary>
/// <param name="takeOver">Told when this standby has to take over: it then watches no more until it stands by again.
/// </param>
sealed class RootWatch(
    RootSettings settings, Replica replica, RootAbsence absence, IRootShell shell, IRootAlarms alarms,
    Action<Moment> takeOver)
{
    private FailoverConfig? _ordered;
    private long _notBefore;
    private bool _isOn, _isLooking, _isFirst, _isUrgent, _isAlarmed, _said;
    private bool _isOrdered = settings.IsAlone;

    /// <summary>What is done when the root is silent: as the log says, or this root's file when it was read again while
    /// everyone waited for an operator.</summary>
    public FailoverConfig Failover => _ordered ?? replica.Network.Config.Failover;

    /// <summary>When <see cref="Look"/> is due. The silence that an alarm was sounded for is not looked at again.
    /// </summary>
    public long LookAt
    {
        get
        {
            if (!_isOn || _isLooking || _isAlarmed || replica.IsSpoilt) return long.MaxValue;
            RootPulse pulse = replica.Pulse;
            return _isUrgent
                ? _notBefore
                : Math.Max(_notBefore, Math.Min(pulse.LateAt, pulse.SilentFor(Failover.After)));
        }
    }

    /// <summary>This root has the log and stands by; the process has just started or not.</summary>
    public void Begin(bool isFirst, Moment now)
    {
        (_isOn, _isFirst, _said) = (true, isFirst, false);
        Look(now);
    }

    /// <summary>It did not become the root, and stands by as before.</summary>
    public void Resume(Moment now)
    {
        _isOn = _isUrgent = true;
        _notBefore = now.Steady + RootAbsence.Pause;
        SayOnce();
    }

    /// <summary>It is the root now: what was ordered is done.</summary>
    public void Writes() => (_ordered, _isOrdered, _isAlarmed) = (null, false, false);

    /// <summary>An entry or a beat came, or nothing could: the silence is over.</summary>
    public void Heard() => _isAlarmed = false;

    /// <summary>An operator orders this standby to take over.</summary>
    public void Order(Moment now)
    {
        _isOrdered = true;
        Look(now);
    }

    /// <summary>The configuration file was read again: its policy holds at once if everyone waits for an operator.
    /// </summary>
    public void Reconfigured(FailoverConfig failover, Moment now)
    {
        if (!_isAlarmed) return;
        _ordered = failover;
        Look(now);
    }

    /// <summary>Looks whether this standby has to take over.</summary>
    public void Look(Moment now)
    {
        if (!_isOn || _isLooking) return;
        if (replica.IsSpoilt)
        {
            // As soon as the network is made anew: a busy root is never late, and nobody else would look.
            _isUrgent = true;
            return;
        }

        bool isFirst = _isFirst;
        (_isFirst, _isUrgent, _isLooking) = (false, false, true);
        ulong seen = replica.Network.Seq;
        if (ClaimNow() == Claim.AtOnce) Found(true, seen, now);
        else absence.Ask(isFirst, Failover.After, now, (isGone, then) => Found(isGone, seen, then));
    }

    private Claim ClaimNow() => Succession.Of(replica.Network, settings.Name, Failover.Policy, _isOrdered);

    // If the log went on meanwhile, there was a root, or another may have been elected by then. The claim is looked up
    // only now: an operator may have given an order, or another policy, while the root was looked for.
    private void Found(bool isGone, ulong seen, Moment now)
    {
        _isLooking = false;
        _notBefore = now.Steady + RootAbsence.Pause;
        if (!_isOn) return;
        bool isStill = isGone && seen == replica.Network.Seq && !replica.IsSpoilt;
        if (isStill && ClaimNow() != Claim.None)
        {
            _isOn = false;
            takeOver(now);
            return;
        }

        if (isStill && !_isAlarmed) Alarm();
        _isAlarmed = isStill;
        SayOnce();
    }

    // Nobody says anything that could contradict this node's log: it has to look by itself. If the log went back, this
    // node may be the one that it names as the root.
    private void Alarm()
    {
        shell.DoubtLog();
        alarms.WaitsForOperator(replica.Network.RootNode, Failover.Policy);
    }

    private void SayOnce()
    {
        if (!_said) shell.Ready("standby", replica.Network.Epoch, replica.Network.Seq);
        _said = true;
    }
}
