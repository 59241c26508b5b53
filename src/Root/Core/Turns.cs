using IrcNats.Root.Config;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// Questions about logins that cannot be answered at once: a bounded number is being worked on, others wait for a short
/// while, and more are refused. A try counts before anybody works on it.
/// </summary>
/// <param name="door">Counts tries.</param>
/// <param name="answer">Answers a leaf.</param>
/// <param name="what">Waits, in words.</param>
sealed class Turns(ProofDoor door, Action<string, ProofAnswer> answer, string what)
{
    /// <summary>Questions that wait for their turn.</summary>
    public const int MostWaiting = 512;

    private readonly Dictionary<int, Pending> _underWay = [];
    private readonly Queue<Pending> _waiting = [];
    private int _newest;

    /// <summary>Whether the question waits for its turn from now on. If not, it is answered.</summary>
    /// <param name="ticks">Milliseconds of a clock that is never set.</param>
    public bool Takes(ProofQuestion asked, string replyTo, LoadedConfig config, long ticks)
    {
        if (door.Throttled(asked, config, ticks) is { } throttled) answer(replyTo, throttled);
        else if (_waiting.Count >= MostWaiting) answer(replyTo, ProofDoor.Busy($"too many {what}"));
        else
        {
            door.Count(asked, config, ticks);
            _waiting.Enqueue(new Pending(asked, replyTo, ticks));
            return true;
        }

        return false;
    }

    /// <summary>The question with that number is worked on no more; null: it was none.</summary>
    public (ProofQuestion Asked, string ReplyTo)? Ended(int number) =>
        _underWay.Remove(number, out Pending? pending) ? (pending.Asked, pending.ReplyTo) : null;

    /// <summary>Begins with those whose turn it is.</summary>
    public void Begin(int atOnce, LoadedConfig config, long ticks, Action<int, ProofQuestion> work)
    {
        while (_underWay.Count < atOnce && _waiting.TryDequeue(out Pending? next))
            if (ticks - next.Since > Purposes.OutsideTurn)
            {
                door.Forgive(next.Asked, config, ticks);
                answer(next.ReplyTo, ProofDoor.Busy($"it was not its turn in time: many {what}"));
            }
            else
            {
                _underWay[++_newest] = next;
                work(_newest, next.Asked);
            }
    }

    private sealed record Pending(ProofQuestion Asked, string ReplyTo, long Since);
}
