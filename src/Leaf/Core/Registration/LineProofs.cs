using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.Proving;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>Lines of users that the root takes with a proof only: OPER with a password, REDACT, and those that have to
/// do with an account's password. The root gets no password.</summary>
sealed class LineProofs(Replica replica, Output output, Proofs proofs, RootLines rootLines, NextLine next)
{
    /// <summary>What the line needs to have proved, and what of it the root may read; null: nothing and all.</summary>
    public LineSecret? SecretOf(Session session, Line line) =>
        replica.Network.FindUser(session.User) is { } by ? LineSecret.Of(replica.Config, by, line) : null;

    /// <summary>Asks for the proof; the line goes to the root when there is one. If none is needed, it goes at once.
    /// </summary>
    public void Prove(Session session, LineSecret secret)
    {
        if (secret.Purpose == Purpose.None) rootLines.Ask(session, secret.Shown);
        else Prove(session, secret.Shown, new Wanted(
            session.Number, secret.Purpose, secret.Name, secret.Password, session.Peer.Address)
        {
            Recipe = Wanted.RecipeOf(replica.Config.Accounts),
            Email = secret.Email, Code = secret.Code, Said = AnswerOf(secret),
            After = secret.Purpose.IsOfAccount() ? replica.Network.Seq : 0,
            Outside = secret.Purpose == Purpose.Login
                ? Wanted.AskedOutside(replica.Config.Accounts, OutsideKind.Password)
                : null,
        });
    }

    // An operator's key: the client signs by itself. Without an answer the question is for a nonce.
    private static (string, string?)? AnswerOf(LineSecret secret) => secret.Purpose == Purpose.OperKey
        ? ("", secret.Password.Length == 0 ? null : secret.Password)
        : null;

    private void Prove(Session session, Line line, Wanted wanted)
    {
        string? label = session.LabelOf(line.Tags["label"]);
        if (proofs.Begin(session, new ProofUnderWay(wanted, line, label)) is { } refused)
            output.Answer(session, label, Unproved(line, wanted.Purpose, refused));
    }

    /// <summary>The proof was found, or was not: the line is sent to the root, or refused.</summary>
    public void Proved(Session session, ProofUnderWay proof, Proved proved)
    {
        Line line = proof.Line!;
        if (proved is { Kind: ProofKind.Right, Ticket: { } ticket })
        {
            if (ticket.Account is not null && IsOwn(session, ticket)) session.Login = ticket;
            rootLines.Ask(session, Named(line, ticket), [ticket], HiddenIn(proof.Wanted));
        }
        else if (proved.Kind == ProofKind.Challenge)
            output.Answer(
                session, proof.Label,
                RPL_CHALLENGE.For(session.Called, proved.Text), RPL_ENDOFCHALLENGE.For(session.Called));
        else output.Answer(session, proof.Label, Refusal(session, line, proof.Wanted.Purpose, proved));

        next.Try(session);
    }

    // Somebody outside may say that the account has another name than the one by which the client knows it: IDENTIFY
    // [account] ***.
    private static Line Named(Line line, Ticket ticket)
    {
        if (ticket is not { Purpose: Purpose.Outside, Account: { } account }) return line;
        string? device = line.Params.Count > 2 ? LoginName.Read(line.Params[1])?.Device : null;
        return line with { Params = [line.Params[0], new LoginName(account, device).Text, line.Params[^1]] };
    }

    // A client knows by the endpoint which of its questions is answered.
    private static string? HiddenIn(Wanted wanted) =>
        wanted.Purpose == Purpose.NewPush ? wanted.Password.Split('\n')[0] : null;

    // Operators register accounts for others, too.
    private bool IsOwn(Session session, Ticket ticket) => ticket.Purpose != Purpose.NewPassword
        || (replica.Network.FindUser(session.User) is { } user
            && (ticket.Name == user.Nick || ticket.Name == user.Account));

    private Line Refusal(Session session, Line line, Purpose purpose, Proved proved) => proved.Kind switch
    {
        ProofKind.Wrong => Wrong(session, line, purpose),
        ProofKind.Refused when line.Command == EarlyAccounts.Register =>
            RegisterCommand.Fail("UNACCEPTABLE_EMAIL", session.Called, proved.Text),
        ProofKind.Refused when purpose == Purpose.OperKey => StandardReply.Fail(line.Command, "EXPIRED", proved.Text),
        ProofKind.Refused when purpose == Purpose.NewPush =>
            StandardReply.Fail(line.Command, "INVALID_PARAMS", proved.Text, line.Params[0]),
        ProofKind.Refused => Notice(session, proved.Text),
        ProofKind.Unverified => Notice(session, EmailRules.Unverified),
        _ => Unproved(line, purpose, proved),
    };

    private Line Wrong(Session session, Line line, Purpose purpose) => purpose switch
    {
        Purpose.Login => Notice(session, "There is no such account and password"),
        Purpose.EmailCode when line.Command == EarlyAccounts.Verify =>
            VerifyCommand.Fail("INVALID_CODE", line.Params[0], EmailRules.WrongCode),
        Purpose.EmailCode or Purpose.PasswordByCode => Notice(session, EmailRules.WrongCode),
        _ => ERR_PASSWDMISMATCH.For(session.Called),
    };

    private Line Notice(Session session, string text) => NickServ.Notice(replica.Config, session.Called, text);

    private Line Unproved(Line line, Purpose purpose, Proved proved) => proved.Kind == ProofKind.Throttled
        ? StandardReply.Fail(line.Command, "RATE_LIMITED", Proofs.TooMany(purpose, proved.Wait))
        : StandardReply.Fail(line.Command, "TEMPORARILY_UNAVAILABLE", proofs.WhyNot);
}
