using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Sessions that register or verify an account before they are users (before-connect). The password or the code is
/// proved as ever, and then the root is asked. The session is logged in when the account is there and verified.
/// https://ircv3.net/specs/extensions/account-registration
/// </summary>
sealed class EarlyAccounts(
    Replica replica, Output output, Proofs proofs, Requests requests, Sasl sasl, NextLine next) : ISessionHandler
{
    /// <summary>What somebody is told who has to become a user first.</summary>
    public const string Finish = "Finish your registration with the server first";

    /// <summary>The commands.</summary>
    public const string Register = "REGISTER", Verify = "VERIFY";

    public string Verb => Register;

    /// <summary>REGISTER account e-mail password.</summary>
    public void Handle(Session session, Line line)
    {
        string? nick = session.Nick ?? session.NickInUse;
        if (Refusal(session, nick, line) is { } refused)
        {
            output.Tell(session, refused);
            return;
        }

        AccountsConfig accounts = replica.Config.Accounts;
        Prove(session, line, new Wanted(
            session.Number, Purpose.NewPassword, nick!, line.Params[2], session.Peer.Address)
        {
            Recipe = (accounts.Iterations, accounts.SealKey!),
            Email = accounts.Email.IsRequired ? line.Params[1] : "",
        });
    }

    /// <summary>VERIFY account code.</summary>
    public void HandleVerify(Session session, Line line)
    {
        AccountsConfig accounts = replica.Config.Accounts;
        string account = line.Params[0].Length > 0 ? line.Params[0] : "*";
        if (!accounts.BeforeConnect)
            output.Tell(session, VerifyCommand.Fail("COMPLETE_CONNECTION_REQUIRED", account, Finish));
        else if (!accounts.Exist || !accounts.Email.IsRequired)
            output.Tell(session, VerifyCommand.Fail("INVALID_CODE", account, EmailRules.NotNeeded));
        else if (session.Login is { } login)
            output.Tell(session, VerifyCommand.Fail(
                "ALREADY_AUTHENTICATED", account, $"You are already logged in as {login.Account}"));
        else
            Prove(session, line, new Wanted(session.Number, Purpose.EmailCode, account, "", session.Peer.Address)
            {
                Recipe = (accounts.Iterations, accounts.SealKey!), Code = line.Params[1],
                After = replica.Network.Seq,
            });
    }

    private void Prove(Session session, Line line, Wanted wanted)
    {
        string? label = session.LabelOf(line.Tags["label"]);
        ProofUnderWay proof = new(wanted, line with { Params = [] }, label);
        if (proofs.Begin(session, proof) is { } unproved) output.Tell(session, Fail(wanted, unproved));
        // The answer, with its label, comes when the root has said it.
        else session.Response = null;
    }

    /// <summary>The verifier of the password is sealed, or the code is the right one; or not.</summary>
    public void Proved(Session session, ProofUnderWay proof, Proved proved)
    {
        if (proved is { Kind: ProofKind.Right, Ticket: { } ticket })
        {
            session.IsRegisteringAccount = true;
            requests.Send(
                new AccountAsked(session.Number, proof.Label, ticket.Name)
                {
                    Verifies = ticket.Purpose == Purpose.EmailCode,
                },
                session, replica.Now, [ticket]);
        }
        else Tell(session, proof.Label, [Fail(proof.Wanted, proved)]);
    }

    /// <summary>The root has answered.</summary>
    public void Answered(Session session, Pending asked, IReadOnlyList<string> lines)
    {
        session.IsRegisteringAccount = false;
        if (!session.IsLive) return;
        Line[] told = [.. lines.Select(ReplyLine.Read)];
        if (told.Any(IsDone)) session.Login = asked.Tickets![0];
        Tell(session, asked.Ask.AnswerLabel, told);
    }

    private Line? Refusal(Session session, string? nick, Line line)
    {
        string account = line.Params[0].Length > 0 ? line.Params[0] : "*";
        AccountsConfig config = replica.Config.Accounts;
        if (!config.BeforeConnect) return RegisterCommand.Fail("COMPLETE_CONNECTION_REQUIRED", account, Finish);
        if (!config.Exist || !config.Registration)
            return RegisterCommand.Fail("DISALLOWED", account, "Accounts cannot be registered here");
        if (session.Login is { } login)
            return RegisterCommand.Fail(
                "ALREADY_AUTHENTICATED", account, $"You are already logged in as {login.Account}");
        if (nick is null) return RegisterCommand.Fail("NEED_NICK", account, "Say your nick first (NICK)");
        if (account != "*" && replica.Network.Fold(account) != replica.Network.Fold(nick))
            return RegisterCommand.Fail(
                "ACCOUNT_NAME_MUST_BE_NICK", account, "An account has the name of its owner's nick");
        if (!AccountRules.IsPassword(line.Params[2]))
            return RegisterCommand.Fail(
                "UNACCEPTABLE_PASSWORD", nick, $"A password has 1 to {AccountRules.PasswordMost} bytes");
        return config.Email.IsRequired && EmailAddress.Parse(line.Params[1]) is null
            ? RegisterCommand.Fail("INVALID_EMAIL", nick, EmailRules.NoAddress)
            : null;
    }

    private Line Fail(Wanted wanted, Proved proved)
    {
        (string code, string why) = proved.Kind switch
        {
            ProofKind.Throttled => ("RATE_LIMITED", Proofs.TooMany(wanted.Purpose, proved.Wait)),
            ProofKind.Wrong => ("INVALID_CODE", EmailRules.WrongCode),
            ProofKind.Refused => ("UNACCEPTABLE_EMAIL", proved.Text),
            _ => ("TEMPORARILY_UNAVAILABLE", proofs.WhyNot),
        };
        return wanted.Purpose == Purpose.EmailCode
            ? VerifyCommand.Fail(code, wanted.Name, why)
            : RegisterCommand.Fail(code, wanted.Name, why);
    }

    // The account is there, and nothing has to be verified any more.
    private static bool IsDone(Line line) => line is { Command: Register or Verify, Params: ["SUCCESS", ..] };

    private void Tell(Session session, string? label, IReadOnlyList<Line> lines)
    {
        if (label is not null) session.Response = new Response(label);
        if (session.Login is { } login && lines.Any(IsDone)) sasl.LogIn(session, login);
        foreach (Line line in lines) output.Tell(session, line);
        output.FinishAnswer(session);
        next.Try(session);
    }
}
