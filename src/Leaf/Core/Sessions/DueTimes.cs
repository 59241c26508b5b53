using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// When each session needs a look next: a second costs the looks that are due in it, however many sessions there are.
/// A line from a session only moves its time later; that is found out when the planned time has come. Anything that can
/// move a session's time earlier calls <see cref="Plan"/>.
/// </summary>
sealed class DueTimes(Replica replica)
{
    /// <summary>How often what is due is looked for: nothing is due again before that.</summary>
    public const int Interval = 1000;

    private readonly SortedSet<Session> _order = new(Comparer<Session>.Create(static (a, b) =>
        a.DueAt == b.DueAt ? a.Number.CompareTo(b.Number) : a.DueAt!.Value.CompareTo(b.DueAt!.Value)));

    /// <summary>The session is looked at no later than it needs.</summary>
    public void Plan(Session session)
    {
        long at = NextLook(session);
        if (session.DueAt is not { } planned || at < planned) Put(session, at);
    }

    /// <summary>The session has just been looked at.</summary>
    public void PlanAnew(Session session) => Put(session, Math.Max(NextLook(session), replica.Now + Interval));

    public void Remove(Session session)
    {
        if (session.DueAt is null) return;
        _order.Remove(session);
        session.DueAt = null;
    }

    /// <summary>One that is due; null: nobody is.</summary>
    public Session? Take()
    {
        if (_order.Min is not { } first || first.DueAt > replica.Now) return null;
        Remove(first);
        return first;
    }

    private void Put(Session session, long at)
    {
        Remove(session);
        session.DueAt = at;
        _order.Add(session);
    }

    private long NextLook(Session session)
    {
        SessionConfig config = replica.Config.Session;
        long last = WhenSilent(session, config);
        if (session.Stage == Stage.Registering)
            last = Math.Min(last, session.Began + config.RegistrationTimeout);
        if (session.HungUpAt is { } hungUp) last = Math.Min(last, hungUp + HangUps.Within);
        if (session.OpenBatch is { } batch) last = Math.Min(last, batch.Began + replica.Config.Limits.BatchTimeout);
        if (session.Answers.Count > 0) last = Math.Min(last, session.AnswerMoved + config.DisconnectAfter);
        return last + 1;
    }

    private static long WhenSilent(Session session, SessionConfig config) => session switch
    {
        // It may answer at once, and needs the next PING so long after that.
        { PingedAt: { } pinged } => pinged + Math.Min(config.PingAfter, config.DisconnectAfter - config.PingAfter),
        { Stage: Stage.Registering } => session.Began + config.RegistrationTimeout,
        { Stage: Stage.Opening } => session.LastHeard + config.DisconnectAfter,
        _ => session.LastHeard + config.PingAfter,
    };
}
