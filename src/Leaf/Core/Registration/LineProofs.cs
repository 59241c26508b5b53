using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>Lines of users that the root takes with a proof only: OPER with a password, and REDACT.</summary>
sealed class LineProofs(Output output, Proofs proofs, RootLines rootLines, NextLine next)
{
    // In the place of a password that was proved.
    private const string Hidden = "***";

    /// <summary>The proof that the line needs; null: none.</summary>
    public static Wanted? WantedOf(Session session, CommandTable.Entry entry, Line line)
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

    public void Prove(Session session, Line line, Wanted wanted)
    {
        string? label = session.LabelOf(line.Tags["label"]);
        if (proofs.Begin(session, new ProofUnderWay(wanted, line, label)) is { } refused)
            output.Answer(session, label, Unproved(line, refused));
    }

    /// <summary>The proof was found, or was not: the line is sent to the root, or refused.</summary>
    public void Proved(Session session, ProofUnderWay proof, Proved proved)
    {
        Line line = proof.Line!;
        if (proved is { Kind: ProofKind.Right, Ticket: { } ticket })
        {
            Line shown = proof.Wanted.Password.Length == 0
                ? line
                : line with { Params = [line.Params[0], Hidden], Trailing = false };
            rootLines.Ask(session, shown, [ticket]);
        }
        else if (proved.Kind == ProofKind.Wrong)
            output.Answer(session, proof.Label, ERR_PASSWDMISMATCH.For(session.Called));
        else output.Answer(session, proof.Label, Unproved(line, proved));
        next.Try(session);
    }

    private Line Unproved(Line line, Proved proved) => proved.Kind == ProofKind.Throttled
        ? StandardReply.Fail(line.Command, "RATE_LIMITED", Proofs.TooMany(proved.Wait))
        : StandardReply.Fail(line.Command, "TEMPORARILY_UNAVAILABLE", proofs.WhyNot);
}
