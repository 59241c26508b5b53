using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Proofs that are needed before the root is asked: of passwords, and of what the log has at a msgid. Any root takes
/// them outside the order. Only the asking session waits, and only with what it does next, not with what it did before.
/// </summary>
sealed class Proofs(Replica replica, ILeafPorts ports)
{
    private readonly Throttle _throttle = new();

    /// <summary>Sessions that wait for a proof.</summary>
    public int Count { get; private set; }

    /// <summary>Begins a proof. It counts as a wrong try until it is known not to be one.</summary>
    /// <returns>Why there is none; null if it is under way.</returns>
    public Proved? Begin(Session session, ProofUnderWay proof)
    {
        Wanted wanted = proof.Wanted;
        if (replica.Network.Level < Levels.OfProofs) return new Proved(ProofKind.Busy);
        long wait = _throttle.Wait(replica.Config, wanted.Purpose, wanted.Address, wanted.Name, replica.Now);
        if (wait > 0) return new Proved(ProofKind.Throttled, Wait: wait);
        if (!ports.Prove(wanted)) return new Proved(ProofKind.Busy);
        _throttle.Add(replica.Config, wanted.Purpose, wanted.Address, wanted.Name, replica.Now);
        Abandon(session);
        Count++;
        session.Proof = proof;
        return null;
    }

    /// <summary>A proof ended, or none was found in time: the session continues.</summary>
    /// <returns>The proof; null if the session does not wait for it any more, or is gone.</returns>
    public ProofUnderWay? Finish(Session? session, Wanted wanted, Proved proved)
    {
        if (proved.Kind != ProofKind.Wrong)
            _throttle.GiveBack(replica.Config, wanted.Purpose, wanted.Address, wanted.Name, replica.Now);
        if (session?.Proof is not { } proof || proof.Wanted != wanted) return null;
        Count--;
        session.Proof = null;
        return proof;
    }

    /// <summary>The session does not wait for its proof any more: the work on it may stop.</summary>
    public void Abandon(Session session)
    {
        if (session.Proof is not { } proof) return;
        proof.Wanted.End();
        Count--;
        session.Proof = null;
    }

    /// <summary>Why nothing can be proved now, as clients are told.</summary>
    public string WhyNot => replica.Network.Level < Levels.OfProofs
        ? BuildLevel.NotYet
        : "The network cannot check this now; try again later";

    public static string TooMany(long wait) =>
        $"There were too many wrong passwords; try again in {Throttle.Shown(wait)}";
}
