using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.History.Tests;

/// <summary>What an archive is to do, as plainly as it can be written: a list.</summary>
sealed class Model(HistoryRetention retention)
{
    private List<HistoryItem> _kept = [];
    private long _time = long.MinValue;

    public ArchivedUpTo? UpTo { get; private set; }

    public IReadOnlyList<HistoryItem> Kept => _kept;

    public int Append(IEnumerable<HistoryItem> batch)
    {
        int appended = 0;
        foreach (var (target, message) in batch)
        {
            bool isKnown = UpTo is { } newest && (message.Mark < newest.Mark
                || (message.Mark == newest.Mark && string.CompareOrdinal(target.Key, newest.Target) <= 0));
            if (isKnown) continue;
            _time = Math.Max(_time, message.Time);
            _kept.Add(new HistoryItem(target, message with { Time = _time }));
            UpTo = new ArchivedUpTo(message.At, message.Epoch, target.Key, _time);
            appended++;
        }

        return appended;
    }

    public bool Delete(HistoryTarget target, Mark mark) =>
        _kept.RemoveAll(k => k.Target == target && k.Message.Mark == mark) > 0;

    public int Forget(string account) => _kept.RemoveAll(k => k.Message.Account == account);

    public void Trim(long now)
    {
        if (retention.Age is { } age) _kept.RemoveAll(k => k.Message.Time < now - (long)age.TotalMilliseconds);
        if (retention.PerTarget is { } most)
            _kept = [.. _kept.Where(k => _kept.Count(o => IsBehind(o, k)) < most)];

        static bool IsBehind(HistoryItem one, HistoryItem other) =>
            one.Target == other.Target && one.Message.Mark > other.Message.Mark;
    }

    public HistoryPage Read(HistoryQuery query)
    {
        List<KeptMessage> within =
        [
            .. from kept in _kept
               where kept.Target == query.Target && query.IsAbove(kept.Message) && query.IsBelow(kept.Message)
               select kept.Message,
        ];
        IEnumerable<KeptMessage> page = query.TakesNewest ? within.TakeLast(query.Limit) : within.Take(query.Limit);
        return new HistoryPage([.. page], within.Count > query.Limit);
    }

    public IReadOnlyList<HistoryActivity> Active(HistoryActivityQuery query) => query.Select(
        from kept in _kept
        group kept by kept.Target into of
        where query.Targets.Contains(of.Key)
            || (query.Account is { } a && of.Key.Accounts is var (one, other) && (one == a || other == a))
        let newest = of.Last().Message
        select new HistoryActivity(of.Key, newest.Mark, newest.Time));
}
