using System.Diagnostics.CodeAnalysis;
using IrcNats.State;

namespace IrcNats.Root.Core.Push;

/// <summary>A message that waits to be pushed to one place.</summary>
/// <param name="behind">The entry that the log must have first.</param>
sealed class WaitingPush(ulong behind, string account, PushSubscription push, string line, bool isUrgent)
{
    public ulong Behind => behind;
    public string Account => account;
    public PushSubscription Push => push;
    public string Line => line;
    public bool IsUrgent => isUrgent;
    public int Tried { get; set; }
}

/// <summary>
/// Messages that wait to be pushed, bounded, by account. Accounts take turns, and each has a few under way, so that one
/// whose push server is slow holds up nobody else.
/// </summary>
sealed class PushQueue
{
    /// <summary>Messages under way at a time, of all accounts and of one.</summary>
    public const int AtOnce = 16, AtOnceOfOne = 4;

    /// <summary>Messages that wait, are under way or are tried again later, of all accounts and of one.</summary>
    public const int Most = 4096, MostOfOne = 256;

    private readonly Queue<WaitingPush> _unstored = [];
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly Queue<Lane> _turns = [];
    private int _count, _underWay;

    public bool IsEmpty => _count == 0;

    /// <summary>It waits for its entry to be stored from now on. False: too many wait already.</summary>
    public bool Add(WaitingPush one)
    {
        if (!_lanes.TryGetValue(one.Account, out Lane? lane)) lane = new Lane();
        if (_count >= Most || lane.Count >= MostOfOne) return false;
        _lanes[one.Account] = lane;
        lane.Count++;
        _count++;
        _unstored.Enqueue(one);
        return true;
    }

    /// <summary>The log has all entries up to this one.</summary>
    public void Stored(ulong seq)
    {
        while (_unstored.TryPeek(out WaitingPush? next) && next.Behind <= seq) Enter(_unstored.Dequeue());
    }

    /// <summary>It may begin when it is its account's turn.</summary>
    public void Enter(WaitingPush one)
    {
        Lane lane = _lanes[one.Account];
        lane.Waiting.Enqueue(one);
        TakeTurn(lane);
    }

    /// <summary>The next one, which is under way from now on.</summary>
    public bool TryBegin([NotNullWhen(true)] out WaitingPush? next)
    {
        next = null;
        if (_underWay >= AtOnce || !_turns.TryDequeue(out Lane? lane)) return false;
        lane.IsInTurn = false;
        next = lane.Waiting.Dequeue();
        lane.UnderWay++;
        _underWay++;
        TakeTurn(lane);
        return true;
    }

    /// <summary>It is under way no more.</summary>
    /// <param name="again">It will enter again.</param>
    public void Ended(WaitingPush one, bool again)
    {
        Lane lane = _lanes[one.Account];
        lane.UnderWay--;
        _underWay--;
        TakeTurn(lane);
        if (again) return;
        _count--;
        if (--lane.Count == 0) _lanes.Remove(one.Account);
    }

    private void TakeTurn(Lane lane)
    {
        if (lane.IsInTurn || lane.Waiting.Count == 0 || lane.UnderWay >= AtOnceOfOne) return;
        lane.IsInTurn = true;
        _turns.Enqueue(lane);
    }

    private sealed class Lane
    {
        public Queue<WaitingPush> Waiting { get; } = [];
        public int Count { get; set; }
        public int UnderWay { get; set; }
        public bool IsInTurn { get; set; }
    }
}
