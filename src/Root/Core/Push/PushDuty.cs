using IrcNats.Events;
using IrcNats.Root.Config;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core.Push;

/// <summary>
/// Has messages pushed to clients that asked for it, as long as this root is the active one: each when the log has it,
/// a few at a time, a few times if the push server does not take it. What waits is bounded, and ends with the root: a
/// push is a hint, and the message itself is in the history. A place where nobody reads any more is forgotten.
/// </summary>
sealed class PushDuty(Replica replica, IRootShell shell, IRootAlarms alarms)
{
    /// <summary>How often a message is tried.</summary>
    public const int Tries = 3;

    /// <summary>Milliseconds until a message is tried again; the second time twice as long.</summary>
    public const long RetryAfter = 5000;

    private const long AlarmEvery = 60_000;

    private readonly PriorityQueue<WaitingPush, long> _later = new();
    private readonly Dictionary<int, WaitingPush> _underWay = [];
    private PushQueue _queue = new();
    private int _newest, _failed;
    private long _alarmAt;

    /// <summary>When <see cref="Look"/> has something to do.</summary>
    public long LookAt => _later.TryPeek(out _, out long at) ? at : long.MaxValue;

    /// <summary>This root has written an entry, which the network has.</summary>
    public void Appended(ulong seq, Entry entry)
    {
        if (!replica.Network.Config.Accounts.Push.Exists || !replica.Network.HasPushes) return;
        int index = 0;
        foreach (Outcome outcome in entry.Outcomes)
            foreach (Event happened in outcome.Events)
            {
                Stamp stamp = new(new Position(seq, index++), entry.Epoch, outcome.Time);
                foreach (var (account, push, line, isUrgent) in PushText.Of(replica.Network, stamp, happened))
                    if (!_queue.Add(new WaitingPush(seq, account, push, line, isUrgent))) _failed++;
            }
    }

    /// <summary>Begins with those that the log has; call it as often as you like.</summary>
    public void Look(Writing? writing, LoadedConfig config, Moment now)
    {
        if (writing is not { HasResigned: false })
        {
            End();
            return;
        }

        _queue.Stored(writing.Stored);
        while (_later.TryPeek(out WaitingPush? due, out long at) && at <= now.Steady) _queue.Enter(_later.Dequeue());
        while (config.Secrets.Push is not null && _queue.TryBegin(out WaitingPush? next)) Begin(next, config);
    }

    /// <summary>This became of a message.</summary>
    public void Ended(int number, PushResult result, Writing? writing, LoadedConfig config, Moment now)
    {
        if (!_underWay.Remove(number, out WaitingPush? ended)) return;
        if (result.Outcome == PushOutcome.Gone) Forget(ended, writing, now);
        else if (result.Outcome != PushOutcome.Sent) Alarm(result.Text, now);
        bool again = result.Outcome == PushOutcome.Failed && ++ended.Tried < Tries;
        _queue.Ended(ended, again);
        if (again) _later.Enqueue(ended, now.Steady + RetryAfter * ended.Tried);
        Look(writing, config, now);
    }

    // The next active root does not know of them.
    private void End()
    {
        if (_queue.IsEmpty) return;
        _queue = new PushQueue();
        _later.Clear();
        _underWay.Clear();
    }

    private void Begin(WaitingPush one, LoadedConfig config)
    {
        _underWay[++_newest] = one;
        shell.SendPush(_newest, new OutgoingPush(
            one.Push.Secret, one.Account, one.Line, one.IsUrgent, config.Secrets));
    }

    private void Forget(WaitingPush gone, Writing? writing, Moment now)
    {
        if (replica.Network.FindAccount(gone.Account) is not { } account) return;
        PushSubscription[] rest = [.. account.Pushes.Where(p => !p.Id.Span.SequenceEqual(gone.Push.Id.Span))];
        if (rest.Length < account.Pushes.Count) writing?.Log(new AccountPushesSet(account.Name, rest), now);
    }

    private void Alarm(string why, Moment now)
    {
        _failed++;
        if (now.Steady < _alarmAt) return;
        alarms.PushFails(_failed, why);
        (_failed, _alarmAt) = (0, now.Steady + AlarmEvery);
    }
}
