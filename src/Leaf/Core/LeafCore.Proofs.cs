using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

// What has to be proved before the root is asked: passwords, and what the log has at a msgid. Any root is asked for it
// outside the order, and only the asking session waits: for what it does next, not for what it did before.
public sealed partial class LeafCore
{
    // In the place of a password that was proved.
    private const string Hidden = "***";

    // Tickets of one registration that the root did not take: they were too old, or the password was changed.
    private const int MostRefusedTickets = 2;

    private readonly Throttle _throttle = new();

    /// <summary>A proof was found, or none was in time.</summary>
    public void Proved(Wanted wanted, Proved proved, long now)
    {
        _now = now;
        if (proved.Kind != ProofKind.Wrong)
            _throttle.GiveBack(Network.Config, wanted.Purpose, wanted.Address, wanted.Name, now);
        if (_sessions.GetValueOrDefault(wanted.Session) is not { Stage: not Stage.Ended } session) return;
        if (session.Proof is not { } proof || proof.Wanted != wanted) return;
        session.Proof = null;
        if (proof.Line is not null) ProvedLine(session, proof, proved);
        else ProvedWho(session, wanted, proved);
    }

    // Null: nothing.
    private static Wanted? WantedOf(Session session, CommandTable.Entry entry, Line line)
    {
        (string? name, string password) = entry.Command.Proves switch
        {
            Purpose.Oper when line.Params is [var oper, var given, ..] => (oper, given),
            Purpose.Citation => (Citation.MsgidOf(line), ""),
            _ => (null, ""),
        };
        return name is null ? null : new Wanted(
            session.Number, entry.Command.Proves, name, password, session.Peer.Address);
    }

    private void Prove(Session session, Line line, Wanted wanted)
    {
        string? label = LabelOf(session, line.Tags["label"]);
        if (Refusal(wanted) is { } refused) Answer(session, label, Unproved(line, refused));
        else session.Proof = new ProofUnderWay(wanted, line, label);
    }

    // Null: it is under way, and counts as wrong until it is known not to be.
    private Proved? Refusal(Wanted wanted)
    {
        if (Network.Level < Levels.OfProofs) return new Proved(ProofKind.Busy);
        long wait = _throttle.Wait(Network.Config, wanted.Purpose, wanted.Address, wanted.Name, _now);
        if (wait > 0) return new Proved(ProofKind.Throttled, Wait: wait);
        if (!_ports.Prove(wanted)) return new Proved(ProofKind.Busy);
        _throttle.Add(Network.Config, wanted.Purpose, wanted.Address, wanted.Name, _now);
        return null;
    }

    private void ProvedLine(Session session, ProofUnderWay proof, Proved proved)
    {
        Line line = proof.Line!;
        if (proved is { Kind: ProofKind.Right, Ticket: { } ticket })
        {
            Line shown = proof.Wanted.Password.Length == 0
                ? line
                : line with { Params = [line.Params[0], Hidden], Trailing = false };
            Ask(session, shown, [ticket]);
        }
        else if (proved.Kind == ProofKind.Wrong)
            Answer(session, proof.Label, ERR_PASSWDMISMATCH.For(session.Called));
        else Answer(session, proof.Label, Unproved(line, proved));
        Advance(session);
    }

    private Line Unproved(Line line, Proved proved) => proved.Kind == ProofKind.Throttled
        ? StandardReply.Fail(line.Command, "RATE_LIMITED", TooMany(proved.Wait))
        : StandardReply.Fail(line.Command, "TEMPORARILY_UNAVAILABLE", WhyNot);

    private string WhyNot => Network.Level < Levels.OfProofs
        ? BuildLevel.NotYet
        : "The network cannot check this now; try again later";

    private static string TooMany(long wait) =>
        $"There were too many wrong passwords; try again in {Throttle.Shown(wait)}";

    // Asks for one to be made a user as soon as it has proved what it must.
    private void OpenProven(Session session)
    {
        if (NextToProve(session) is not { } wanted)
        {
            Open(session);
            return;
        }

        if (wanted.Password.Length == 0) ProvedWho(session, wanted, new Proved(ProofKind.Wrong));
        else if (Refusal(wanted) is { } refused) ProvedWho(session, wanted, refused);
        else session.Proof = new ProofUnderWay(wanted, null, null);
    }

    private Wanted? NextToProve(Session session)
    {
        NetworkConfig config = Network.Config;
        if (session.Peer.Gateway is { } gateway
            && config.Transport.Gateways.Any(g => g.Name == gateway && g.NeedsPassword)
            && !HasProved(session, Purpose.Gateway))
            return new Wanted(
                session.Number, Purpose.Gateway, gateway, session.GatewayPassword ?? "", session.Peer.Address);
        return config.NeedsPassword && !HasProved(session, Purpose.ServerPassword)
            ? new Wanted(session.Number, Purpose.ServerPassword, "", session.Password ?? "", session.Peer.Address)
            : null;
    }

    private static bool HasProved(Session session, Purpose purpose) => session.Tickets.Any(t => t.Purpose == purpose);

    private void ProvedWho(Session session, Wanted wanted, Proved proved)
    {
        if (proved is { Kind: ProofKind.Right, Ticket: { } ticket })
        {
            session.Tickets = [.. session.Tickets, ticket];
            OpenProven(session);
        }
        else if (proved.Kind == ProofKind.Throttled) Drop(session, TooMany(proved.Wait));
        else if (proved.Kind != ProofKind.Wrong) Drop(session, WhyNot);
        else if (wanted.Purpose == Purpose.Gateway) RefuseGateway(session, "the password is wrong");
        else
        {
            Tell(session, ERR_PASSWDMISMATCH.For("*"));
            Drop(session, "Bad password");
        }
    }

    private void Open(Session session)
    {
        session.Stage = Stage.Opening;
        if (session.Has(Capabilities.Resume)) session.Token ??= _ports.NewToken();
        _requests.Send(Opening(session), session, _now, session.Tickets);
        foreach (string channel in session.Returning) Ask(session, new Line(null, "JOIN", channel));
        session.Returning = [];
    }

    // The tickets no longer hold: what they are of is proved once more.
    private bool ProvesAnew(Session session, IReadOnlyList<string> lines)
    {
        if (!lines.Contains(Admission.Unproved.ToString())) return false;
        session.Tickets = [];
        if (++session.RefusedTickets > MostRefusedTickets) return false;
        OpenProven(session);
        return true;
    }
}
