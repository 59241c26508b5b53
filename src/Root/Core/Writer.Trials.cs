using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

// A request that an earlier root left unanswered may be what ended it. So it is decided only when the log says that it
// is about to be: the next root then knows whom to suspect. Requests that no root left behind pay nothing for this.
public sealed partial class Writer
{
    // Roots that may end while they decide one request and no other, before it is refused. One can be chance.
    private const int DeathsForgiven = 1;

    // Requests of a leaf that go on trial together, while none of them is suspected in particular.
    private const int TriedTogether = 256;

    private readonly Dictionary<string, Held> _held = [];

    /// <summary>What waited for the log may go on: entries were stored, or the log is known to be ours.</summary>
    public void Look(long now)
    {
        if (_held.Count > 0)
            foreach (var (leaf, held) in _held.ToArray())
                if (held.HasTurn ? held.StoredWith <= ports.Stored : HasTurn(leaf, held.Waiting.Peek().Request))
                    Release(leaf, held, now);
        SendUnsure();
    }

    private void Release(string leaf, Held held, long now)
    {
        _held.Remove(leaf);
        while (!_held.ContainsKey(leaf) && held.Waiting.TryDequeue(out Incoming? next))
            Take(next, held.Tries(next.Request), held.Waiting, now);
    }

    // Sent first to a root before this one, and the log does not tell what it came to. That one of them took it and
    // lived is not enough: what it meets now may be different.
    private bool IsSuspect(Request request)
    {
        if (request.Since == 0 || request.Since >= Epoch) return false;
        return request.Ask is ClientLine or SessionOpened && RecordOf(request)?.Find(request.Number) is null;
    }

    private bool IsPoison(Request request) =>
        RecordOf(request)?.Trial?.DeathsOf(request.Number, Epoch) > DeathsForgiven;

    private LeafRecord? RecordOf(Request request) =>
        net.FindLeaf(request.Leaf) is { } leaf && leaf.Incarnation == request.Incarnation ? leaf : null;

    private bool IsAlone(Request request) => RecordOf(request)?.Trial?.IsAlone(request.Number, Epoch) == true;

    // Alone means in the whole network: were another leaf's on trial as well, both would be suspected of one death.
    private bool HasTurn(string leaf, Request request) =>
        !_held.Any(h => h.Key != leaf && h.Value.HasTurn && (h.Value.IsAlone || IsAlone(request)));

    // Together with those that wait right behind it, unless a root ended while several were on trial.
    private void Try(Incoming incoming, Queue<Incoming> behind, long now)
    {
        Request first = incoming.Request;
        Queue<Incoming> waiting = new([incoming, .. behind]);
        if (!HasTurn(first.Leaf, first))
        {
            _held[first.Leaf] = Held.ForItsTurn(first.Incarnation, waiting);
            behind.Clear();
            return;
        }

        ulong last = first.Number;
        bool isAlone = IsAlone(first);
        if (!isAlone)
            foreach (Incoming next in behind)
                if (Follows(next.Request, first, last)) last = next.Request.Number;
        Log([new RequestsTried(first.Leaf, first.Incarnation, first.Number, last)], now);
        Flush();
        _held[first.Leaf] = new Held(first.Incarnation, last, net.Seq, isAlone, waiting);
        behind.Clear();
        ports.WhenStored(net.Seq);
    }

    private static bool Follows(Request request, Request first, ulong last) =>
        request.Incarnation == first.Incarnation && request.Number - first.Number < TriedTogether
        && (request.Number == last + 1 || (request.Behind <= last && request.Number > last));

    // The root lived: whatever ends it from now on, it is none of those.
    private void EndTrial(string leaf, ulong request, long now)
    {
        if (net.FindLeaf(leaf) is not { Trial: { IsOver: false } trial } record || trial.Epoch != Epoch) return;
        if (request >= trial.Last) Log([new RequestsTried(leaf, record.Incarnation, trial.Last + 1, trial.Last)], now);
    }

    // What was on trial was not decided: it is suspected as before, but not because this root ended.
    private void Adjourn(string leaf, long now)
    {
        if (net.FindLeaf(leaf) is { Trial: { IsOver: false } trial } record && trial.Epoch == Epoch)
            Log([new RequestsTried(leaf, record.Incarnation, trial.First, trial.First - 1)], now);
    }

    private Reply GiveUp(Request request, long now)
    {
        SessionId session = new(request.Leaf, request.Incarnation, request.Ask.SessionNumber);
        string by = net.FindUser(session)?.Nick ?? (request.Ask as SessionOpened)?.Nick ?? $"{session}";
        RequestGivenUp givenUp = new(request.Leaf, request.Incarnation, request.Number, request.Ask.Verb, by);
        ports.GivenUp(request);
        Apply([givenUp], now);
        string told = Failed(request, "The server failed twice on this command and does not try it again").ToString();
        return Close(request, [givenUp], [told], now, bytes: 0);
    }
}
