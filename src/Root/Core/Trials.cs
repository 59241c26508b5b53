using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// Which request may have ended an earlier root. Such a root left the request unanswered, and its leaf sends it again.
/// So this root decides it only when the log says that it is about to: if this root ends then, the next one knows which
/// request to suspect. Example: root A ends while it decides request 7. Root B logs "request 7 is tried" and ends too.
/// Root C finds two deaths with request 7 alone on trial, and refuses it. Requests that no root left behind pay nothing
/// for this.
/// </summary>
sealed class Trials(Network net, OpenEntry entry, IRootPorts ports)
{
    // Roots that may end while they decide one request and no other, before it is refused. One can be chance.
    private const int DeathsForgiven = 1;

    // Requests of a leaf that go on trial together, while none of them is suspected in particular.
    private const int TriedTogether = 256;

    private readonly Dictionary<string, Held> _held = [];

    /// <summary>The leaf's requests wait for a trial: this one waits behind them, as long as there is room.</summary>
    public bool Holds(Incoming incoming)
    {
        if (!_held.TryGetValue(incoming.Request.Leaf, out Held? held)) return false;
        if (held.Waiting.Count < LeafRecord.Kept) held.Waiting.Enqueue(incoming);
        return true;
    }

    /// <summary>Whether requests of this leaf wait.</summary>
    public bool Holds(string leaf) => _held.ContainsKey(leaf);

    /// <summary>The leaves whose requests need wait no longer: the log has their trial, or it is their turn.</summary>
    public IEnumerable<(string Leaf, Held Held)> Released()
    {
        if (_held.Count == 0) yield break;
        foreach (var (leaf, held) in _held.ToArray())
        {
            bool waits = held.HasTurn ? held.StoredWith > ports.Stored : !HasTurn(leaf, held.Waiting.Peek().Request);
            if (!waits && _held.Remove(leaf)) yield return (leaf, held);
        }
    }

    /// <summary>
    /// Sent first to another root than this one, and the log does not tell what it came to. That one of them took it
    /// and lived is not enough: what it meets now may be different. The other root was before this one even if its
    /// epoch is greater: then the log went back and lost it.
    /// </summary>
    public bool IsSuspect(Request request)
    {
        if (request.Since == 0 || request.Since == entry.Epoch) return false;
        return request.Ask is ClientLine or SessionOpened && net.RecordOf(request)?.Find(request.Number) is null;
    }

    /// <summary>It was alone on trial at more deaths of roots than are forgiven.</summary>
    public bool IsPoison(Request request) =>
        net.RecordOf(request)?.Trial?.DeathsOf(request.Number, entry.Epoch) > DeathsForgiven;

    /// <summary>
    /// Puts a suspect on trial, together with those that wait right behind it, unless a root ended while several were
    /// on trial. It waits for its turn if another leaf's are on trial and one of both has to be tried alone.
    /// </summary>
    /// <param name="behind">The requests of that leaf that wait behind it; empty afterwards.</param>
    public void Begin(Incoming incoming, Queue<Incoming> behind, long now)
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
        entry.Log([new RequestsTried(first.Leaf, first.Incarnation, first.Number, last)], now);
        entry.Flush();
        _held[first.Leaf] = new Held(first.Incarnation, last, net.Seq, isAlone, waiting);
        behind.Clear();
        ports.WhenStored(net.Seq);
    }

    /// <summary>A request was decided and the root lived: whatever ends it from now on, it is none of those before.
    /// </summary>
    public void End(string leaf, ulong request, long now)
    {
        if (net.FindLeaf(leaf) is not { Trial: { IsOver: false } trial } record || trial.Epoch != entry.Epoch) return;
        if (request >= trial.Last)
            entry.Log([new RequestsTried(leaf, record.Incarnation, trial.Last + 1, trial.Last)], now);
    }

    /// <summary>
    /// This root writes no more. What was on trial was not decided: the next root suspects it as before, but not
    /// because this root ended.
    /// </summary>
    public void Adjourn(long now)
    {
        foreach (string leaf in _held.Keys)
            if (net.FindLeaf(leaf) is { Trial: { IsOver: false } trial } record && trial.Epoch == entry.Epoch)
                entry.Log([new RequestsTried(leaf, record.Incarnation, trial.First, trial.First - 1)], now);
    }

    private bool IsAlone(Request request) =>
        net.RecordOf(request)?.Trial?.IsAlone(request.Number, entry.Epoch) == true;

    // Alone means in the whole network: were another leaf's on trial as well, both would be suspected of one death.
    private bool HasTurn(string leaf, Request request) =>
        !_held.Any(h => h.Key != leaf && h.Value.HasTurn && (h.Value.IsAlone || IsAlone(request)));

    private static bool Follows(Request request, Request first, ulong last) =>
        request.Incarnation == first.Incarnation && request.Number - first.Number < TriedTogether
        && (request.Number == last + 1 || (request.Behind <= last && request.Number > last));
}
