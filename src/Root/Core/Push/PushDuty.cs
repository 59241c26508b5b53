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
    /// <summary>Messages under way at a time, those that wait, and how often one is tried.</summary>
    public const int AtOnce = 16, MostWaiting = 4096, Tries = 3;

    /// <summary>Milliseconds until a message is tried again; the second time twice as long.</summary>
    public const long RetryAfter = 5000;

    private const long AlarmEvery = 60_000;

    private readonly Queue<Waiting> _waiting = [];
    private readonly PriorityQueue<Waiting, long> _later = new();
    private readonly Dictionary<int, Waiting> _underWay = [];
    private int _newest, _failed;
    private long _alarmAt;

    /// <summary>When <see cref="Look"/> has something to do.</summary>
    public long LookAt => _later.TryPeek(out _, out long at) ? at : long.MaxValue;

    /// <summary>Messages that wait, or are under way.</summary>
    public int Count => _waiting.Count + _later.Count + _underWay.Count;

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
                    Add(new Waiting(seq, account, push, line, isUrgent));
            }
    }

    /// <summary>Begins with those that the log has; call it as often as you like.</summary>
    public void Look(Writing? writing, LoadedConfig config, Moment now)
    {
        if (writing is not { HasResigned: false })
        {
            _waiting.Clear();
            _later.Clear();
            return;
        }

        while (_later.TryPeek(out Waiting? due, out long at) && at <= now.Steady) _waiting.Enqueue(_later.Dequeue());
        while (_underWay.Count < AtOnce && _waiting.TryPeek(out Waiting? next) && next.Behind <= writing.Stored)
            Begin(_waiting.Dequeue(), config);
    }

    /// <summary>This became of a message.</summary>
    public void Ended(int number, PushResult result, Writing? writing, LoadedConfig config, Moment now)
    {
        if (!_underWay.Remove(number, out Waiting? ended)) return;
        if (result.Outcome == PushOutcome.Gone) Forget(ended, writing, now);
        else if (result.Outcome != PushOutcome.Sent) Alarm(result.Text, now);
        if (result.Outcome == PushOutcome.Failed && ++ended.Tried < Tries)
            _later.Enqueue(ended, now.Steady + RetryAfter * ended.Tried);
        Look(writing, config, now);
    }

    private void Add(Waiting one)
    {
        if (Count < MostWaiting) _waiting.Enqueue(one);
        else _failed++;
    }

    private void Begin(Waiting one, LoadedConfig config)
    {
        if (config.Secrets.Push is null) return;
        _underWay[++_newest] = one;
        shell.SendPush(_newest, new OutgoingPush(
            one.Push.Secret, one.Account, one.Line, one.IsUrgent, config.Secrets));
    }

    private void Forget(Waiting gone, Writing? writing, Moment now)
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

    /// <param name="behind">The entry that the log must have first.</param>
    private sealed class Waiting(ulong behind, string account, PushSubscription push, string line, bool isUrgent)
    {
        public ulong Behind => behind;
        public string Account => account;
        public PushSubscription Push => push;
        public string Line => line;
        public bool IsUrgent => isUrgent;
        public int Tried { get; set; }
    }
}
