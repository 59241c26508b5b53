using IrcNats.Wire;

namespace IrcNats.Root.Core;

// A root that stood still and was replaced does not know it until it looks at the log. What it says of effects is only
// true once the log has them; but an answer without effect would tell of a network that is no more.
public sealed partial class Writer
{
    /// <summary>
    /// For so many milliseconds after the log was ours, nobody else can have been elected: others wait longer.
    /// </summary>
    public const int OwnedFor = 1000;

    // Answers that wait for the log; beyond it they are dropped, and asked for again.
    private const int MostUnsure = 65_536;

    private readonly Queue<(string To, Reply Reply)> _unsure = [];

    private void Send(string to, Reply reply, long now)
    {
        if (reply.Kind is ReplyKind.InLog or ReplyKind.Resend || (_unsure.Count == 0 && IsOwned(now)))
        {
            ports.Reply(to, reply);
            return;
        }

        if (_unsure.Count < MostUnsure) _unsure.Enqueue((to, reply));
        ports.Confirm();
    }

    private void SendUnsure(long now)
    {
        if (_unsure.Count == 0) return;
        if (!IsOwned(now))
        {
            ports.Confirm();
            return;
        }

        while (_unsure.TryDequeue(out var next)) ports.Reply(next.To, next.Reply);
    }

    private bool IsOwned(long now) => now - ports.OwnedAt <= OwnedFor;
}
