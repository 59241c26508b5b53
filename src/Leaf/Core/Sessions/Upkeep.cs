using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Time alone brings PING to a session, and its end: when it is silent, slow to register, or has hung up too long ago.
/// A client that is not due costs nothing.
/// </summary>
sealed class Upkeep(Replica replica, Output output, Sessions sessions, DueTimes due, Batches batches)
{
    /// <summary>Sessions that are looked at in one tick; more have the next.</summary>
    public const int MostPerTick = 1000;

    private bool _isBehind;

    /// <summary>How often a session was looked at.</summary>
    public long Looks { get; private set; }

    /// <summary>Time passes. Sessions are looked at every <see cref="DueTimes.Interval"/>.</summary>
    public void Tick(bool isTime)
    {
        if (!isTime && !_isBehind) return;
        int left = MostPerTick;
        while (left > 0 && due.Take() is { } session)
        {
            left--;
            Looks++;
            Look(session);
            if (session.IsLive) due.PlanAnew(session);
        }

        _isBehind = left == 0;
    }

    private void Look(Session session)
    {
        long now = replica.Now;
        SessionConfig config = replica.Config.Session;
        if (session.HungUpAt is { } at && now - at > HangUps.Within)
        {
            sessions.End(session, Ending.Dropped("Connection closed", HangUps.TooMuch));
            return;
        }

        batches.TimeOut(session);
        if (session.Stage is Stage.Registering && now - session.Began > config.RegistrationTimeout)
            sessions.End(session, Ending.Dropped("Registration timeout"));
        else if (IsSilentForTooLong(session, config))
            sessions.End(session, PingTimeout(config));
        else if (now - session.LastHeard > config.PingAfter && session.PingedAt is null
            && session.Stage is Stage.Registered)
        {
            session.PingedAt = now;
            output.Tell(session, new Line(null, "PING", replica.Config.ServerName));
        }

        if (TakesNothing(session, config)) sessions.End(session, PingTimeout(config));
    }

    private static Ending PingTimeout(SessionConfig config) =>
        Ending.Dropped($"Ping timeout: {config.DisconnectAfter / 1000} seconds");

    // After its PING it has all the time between the two to answer, however late the PING was.
    private bool IsSilentForTooLong(Session session, SessionConfig config) =>
        session.PingedAt is { } at
            ? replica.Now - at > config.DisconnectAfter - config.PingAfter
            : replica.Now - session.LastHeard > config.DisconnectAfter && session.Stage is Stage.Opening;

    // A client that takes nothing of a long answer could stay for ever by sending a line now and then.
    private bool TakesNothing(Session session, SessionConfig config) =>
        session.Answers.Count > 0 && session.Held is null && replica.Now - session.AnswerMoved > config.DisconnectAfter;
}
