using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Some things have to be proved before the root is asked: a password, or which message has a msgid. Any root is asked
/// for the proof, outside the order of requests. Only the next lines of the asking session wait for it.
/// </summary>
sealed class Proofs(Replica replica, ILeafPorts ports)
{
    private readonly Throttle _throttle = new();

    /// <summary>Sessions that wait for one.</summary>
    public int Count { get; private set; }

    /// <summary>Begins a proof, which counts as wrong until it is known not to be.</summary>
    /// <returns>Why there is none; null: it is under way.</returns>
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

    /// <summary>A proof was found, or none was in time: the session goes on.</summary>
    /// <returns>The proof; null: the session does not wait for it any more, or is not there.</returns>
    public ProofUnderWay? Finish(Session? session, Wanted wanted, Proved proved)
    {
        if (proved.Kind != ProofKind.Wrong)
            _throttle.GiveBack(replica.Config, wanted.Purpose, wanted.Address, wanted.Name, replica.Now);
        if (session?.Proof is not { } proof || proof.Wanted != wanted) return null;
        Count--;
        session.Proof = null;
        return proof;
    }

    /// <summary>The session waits for its proof no longer: whoever works on it may stop.</summary>
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

    public static string TooMany(Purpose purpose, long wait) =>
        $"There were too many {What(purpose)}; try again in {Throttle.Shown(wait)}";

    private static string What(Purpose purpose) => purpose switch
    {
        Purpose.NewPassword => "new passwords",
        Purpose.NewEmail => "new addresses",
        Purpose.EmailCode or Purpose.PasswordByCode => "wrong codes",
        Purpose.NewCode => "codes to be mailed",
        Purpose.OperKey => "wrong signatures",
        _ => "wrong passwords",
    };
}
