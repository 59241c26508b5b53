using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// Answers go out only when they are true. A root that stood still and was replaced does not know it until it looks at
/// the log. An answer that says "it is in the log" comes true only once the log has the effect, so it may go out at
/// once. An answer without effect could tell of a network that is no more, so it waits until the log is known to have
/// been this root's after the answer was decided. One question to the log serves all answers that wait.
/// </summary>
sealed class SureAnswers(IRootPorts ports)
{
    // Answers that wait for the log; beyond it they are dropped, and asked for again.
    private const int MostWaiting = 65_536;

    private readonly Queue<(string To, Reply Reply, long At)> _waiting = [];

    public void Send(string to, Reply reply)
    {
        long now = ports.Steady;
        if (reply.Kind is ReplyKind.InLog or ReplyKind.Resend || (_waiting.Count == 0 && ports.OwnedAt >= now))
        {
            ports.Reply(to, reply);
            return;
        }

        if (_waiting.Count < MostWaiting) _waiting.Enqueue((to, reply, now));
        ports.Confirm();
    }

    /// <summary>
    /// Sends the answers that are known to be true now. Those that came while the log was asked need a question of
    /// their own. If none was sent, that question is asked at the next tick (<see cref="AskAgain"/>): a log that is not
    /// this root's answers as fast as it is asked.
    /// </summary>
    public void Look()
    {
        if (_waiting.Count == 0) return;
        long owned = ports.OwnedAt;
        int before = _waiting.Count;
        while (_waiting.TryPeek(out var next) && next.At <= owned)
        {
            _waiting.Dequeue();
            ports.Reply(next.To, next.Reply);
        }

        if (_waiting.Count < before) AskAgain();
    }

    /// <summary>Asks the log, if answers wait for it.</summary>
    public void AskAgain()
    {
        if (_waiting.Count > 0) ports.Confirm();
    }
}
