using IrcNats.Wire;

namespace IrcNats.Root.Core;

// A root that stood still and was replaced does not know it until it looks at the log. What it says of effects is only
// true once the log has them; but an answer without effect would tell of a network that is no more. So such an answer
// goes out when the log is known to have been ours after it was decided: one question to the log serves all that wait.
public sealed partial class Writer
{
    // Answers that wait for the log; beyond it they are dropped, and asked for again.
    private const int MostUnsure = 65_536;

    private readonly Queue<(string To, Reply Reply, long At)> _unsure = [];

    private void Send(string to, Reply reply)
    {
        long now = ports.Steady;
        if (reply.Kind is ReplyKind.InLog or ReplyKind.Resend || (_unsure.Count == 0 && ports.OwnedAt >= now))
        {
            ports.Reply(to, reply);
            return;
        }

        if (_unsure.Count < MostUnsure) _unsure.Enqueue((to, reply, now));
        ports.Confirm();
    }

    // What came while the log was asked needs a question of its own. If nothing was released, the next one is asked at
    // the next tick: a log that is not ours answers as fast as it is asked.
    private void SendUnsure()
    {
        if (_unsure.Count == 0) return;
        long owned = ports.OwnedAt;
        int before = _unsure.Count;
        while (_unsure.TryPeek(out var next) && next.At <= owned)
        {
            _unsure.Dequeue();
            ports.Reply(next.To, next.Reply);
        }

        if (_unsure.Count < before) AskAgain();
    }

    private void AskAgain()
    {
        if (_unsure.Count > 0) ports.Confirm();
    }
}
