using System.Text;
using IrcNats.Protocol;
using IrcNats.Proving;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>
/// SASL: a session shows whose account it is, before it is a user or after. A password is proved as every other is
/// (<see cref="Proofs"/>): this leaf plays SCRAM's client with it. If the client is one itself, its messages are handed
/// on. https://ircv3.net/specs/extensions/sasl-3.1 https://ircv3.net/specs/extensions/sasl-3.2
/// </summary>
sealed class Sasl(Replica replica, Output output, Proofs proofs, RootLines rootLines, NextLine next)
{
    // An exchange in which nothing comes for so many milliseconds is over: the next line begins another.
    private const long ExchangeHolds = 60_000;

    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    public const string Verb = "AUTHENTICATE";

    /// <summary>The next line of an exchange, or the first.</summary>
    public void Take(Session session, Line line)
    {
        string data = line.Params[0];
        if (session.Sasl is { } old && replica.Now - old.Began > ExchangeHolds) session.Sasl = null;
        if (data == "*") Cancel(session);
        else if (session.Sasl is not { } exchange) Begin(session, data);
        else Continue(session, exchange, line, data);
    }

    /// <summary>The client ends its registration before the exchange is complete: it comes in without.</summary>
    public void Abort(Session session)
    {
        if (session.Sasl is null) return;
        session.Sasl = null;
        output.Tell(session, ERR_SASLABORTED.For(session.Called));
    }

    /// <summary>Who is no user yet has proved whose account it is.</summary>
    public void LogIn(Session session, Ticket ticket)
    {
        session.Login = ticket;
        output.Tell(session, RPL_LOGGEDIN.For(
            session.Called, HostmaskOf(session), ticket.Account!, $"You are now logged in as {ticket.Account}"));
    }

    /// <summary>What the session has proved does not hold any more; it is told so if it believes that it does.
    /// </summary>
    public void LogOut(Session session, bool isTold)
    {
        session.Login = null;
        if (isTold) output.Tell(session, RPL_LOGGEDOUT.For(session.Called, HostmaskOf(session)));
    }

    /// <summary>A root has answered, or none has in time.</summary>
    public void Proved(Session session, ProofUnderWay proof, Proved proved)
    {
        if (proof.Label is not null) session.Response = new Response(proof.Label);
        if (session.Sasl is { } exchange) Proved(session, exchange, proof, proved);
        output.FinishAnswer(session);
        next.Try(session);
    }

    private void Proved(Session session, SaslExchange exchange, ProofUnderWay proof, Proved proved)
    {
        switch (proved.Kind)
        {
            case ProofKind.Challenge:
                Say(session, proved.Text);
                break;
            case ProofKind.Right when proved.Ticket is { Account: not null } ticket:
                if (exchange.First is null) Succeed(session, proof.Line!, ticket);
                else
                {
                    exchange.Proved = ticket;
                    Say(session, proved.Text);
                }

                break;
            case ProofKind.Wrong when exchange.Mechanism == SaslMechanisms.Bearer:
                RefuseToken(session, exchange, "invalid_token", "The token is not good, or not any more");
                break;
            case ProofKind.Wrong:
                Fail(session);
                break;
            case ProofKind.Refused:
                Fail(session, proved.Text);
                break;
            case ProofKind.Unverified:
                output.Tell(session, StandardReply.Note(
                    Verb, "VERIFICATION_REQUIRED", EmailRules.Unverified, proof.Wanted.Name));
                Fail(session);
                break;
            case ProofKind.Throttled:
                Fail(session, Proofs.TooMany(proof.Wanted.Purpose, proved.Wait), "RATE_LIMITED");
                break;
            default:
                Fail(session, proofs.WhyNot, "TEMPORARILY_UNAVAILABLE");
                break;
        }
    }

    private void Cancel(Session session)
    {
        if (session.Sasl is null) Fail(session, "There is nothing to abort");
        else Abort(session);
    }

    private void Begin(Session session, string name)
    {
        string mechanism = name.ToUpperInvariant();
        if (session.Stage == Stage.Registering && session.Login is not null)
            output.Tell(session, ERR_SASLALREADY.For(session.Called));
        else if (!SaslMechanisms.IsKnown(replica.Config, mechanism))
        {
            string known = string.Join(',', SaslMechanisms.In(replica.Config));
            output.Tell(session, RPL_SASLMECHS.For(session.Called, known));
            Fail(session, "There is no such mechanism");
        }
        else
        {
            session.Sasl = new SaslExchange(mechanism, replica.Now);
            output.Tell(session, new Line(null, Verb, "+"));
        }
    }

    private void Continue(Session session, SaslExchange exchange, Line line, string data)
    {
        switch (exchange.Take(data, out byte[]? message))
        {
            case SaslRead.Incomplete:
                break;
            case SaslRead.TooLong:
                session.Sasl = null;
                output.Tell(session, ERR_SASLTOOLONG.For(session.Called));
                break;
            case SaslRead.Endless:
                Fail(session, "That is too long for any mechanism");
                break;
            case SaslRead.Malformed:
                Fail(session, "That is not base64");
                break;
            default:
                Respond(session, exchange, line, message!);
                break;
        }
    }

    private void Respond(Session session, SaslExchange exchange, Line line, byte[] message)
    {
        if (exchange.Proved is { } ticket) Succeed(session, line, ticket);
        else if (exchange.Refused is { } why) Fail(session, why);
        else if (TextOf(message) is not { } text) Fail(session, "That is not UTF-8");
        else if (exchange.Mechanism == SaslMechanisms.External) ShowCertificate(session, line, text);
        else if (exchange.Mechanism == SaslMechanisms.Plain) ShowPassword(session, line, text);
        else if (exchange.Mechanism == SaslMechanisms.Bearer) ShowToken(session, exchange, line, text);
        else HandOn(session, exchange, line, text);
    }

    // https://www.rfc-editor.org/rfc/rfc4616: authorization identity, account, password.
    private void ShowPassword(Session session, Line line, string text)
    {
        if (text.Split('\0') is not [var actsFor, { Length: > 0 } account, { Length: > 0 } password])
            Fail(session, "That is not [account] NUL account NUL password");
        else if (LoginName.Read(account) is not { Account.Length: > 0 } name) Fail(session, LoginName.Refusal);
        else if (actsFor.Length > 0 && !IsSame(LoginName.AccountIn(actsFor), name.Account))
            Fail(session, "Nobody may act for another account");
        else
        {
            session.Sasl!.Device = name.Device;
            Prove(session, line, Wanted(session, Purpose.Login, name.Account, password, OutsideKind.Password));
        }
    }

    private void ShowCertificate(Session session, Line line, string actsFor)
    {
        if (session.Peer.Certfp is not { } certfp) Fail(session, "You have shown no TLS certificate");
        // A client may name its account; what counts is whose the certificate is.
        else if (actsFor.Length > Limits.LineLen) Fail(session);
        else if (LoginName.Read(actsFor) is not { } name) Fail(session, LoginName.Refusal);
        else
        {
            session.Sasl!.Device = name.Device;
            Prove(session, line, Wanted(session, Purpose.Certificate, certfp, "", OutsideKind.Certificate));
        }
    }

    private void ShowToken(Session session, SaslExchange exchange, Line line, string text)
    {
        try
        {
            BearerMessage message = BearerMessage.Parse(text);
            LoginName name = LoginName.Read(message.Account) ?? throw new FormatException(LoginName.Refusal);
            exchange.Device = name.Device;
            Prove(session, line, Wanted(session, Purpose.Outside, name.Account, message.Token, OutsideKind.Token));
        }
        catch (FormatException wrong)
        {
            RefuseToken(session, exchange, "invalid_request", wrong.Message);
        }
    }

    // The client is told as the mechanism has it, and fails when it has acknowledged that.
    // https://www.rfc-editor.org/rfc/rfc7628#section-3.2.2
    private void RefuseToken(Session session, SaslExchange exchange, string status, string why)
    {
        exchange.Refused = why;
        Say(session, $$"""{"status":"{{status}}","schemes":"bearer"}""");
    }

    // The client is SCRAM's client itself. https://www.rfc-editor.org/rfc/rfc5802#section-5
    private void HandOn(Session session, SaslExchange exchange, Line line, string text)
    {
        try
        {
            string first = exchange.First ?? text;
            ClientFirst parsed = ClientFirst.Parse(first);
            if (exchange.First is not null) ClientFinal.Parse(text, parsed);
            exchange.Device = (LoginName.Read(parsed.Name) ?? throw new FormatException(LoginName.Refusal)).Device;
            (string, string?) said = (first, exchange.First is null ? null : text);
            exchange.First = first;
            Prove(session, line, new Wanted(session.Number, Purpose.Login, parsed.Name, "", session.Peer.Address)
            {
                Said = said, After = replica.Network.Seq,
            });
        }
        catch (FormatException wrong)
        {
            Fail(session, wrong.Message);
        }
    }

    private bool IsSame(string account, string other) => replica.Network.Fold(account) == replica.Network.Fold(other);

    private Wanted Wanted(Session session, Purpose purpose, string name, string secret, OutsideKind kind) =>
        new(session.Number, purpose, name, secret, session.Peer.Address)
        {
            After = replica.Network.Seq, Recipe = Core.Wanted.RecipeOf(replica.Config.Accounts),
            Outside = Core.Wanted.AskedOutside(replica.Config.Accounts, kind),
        };

    private void Prove(Session session, Line line, Wanted wanted)
    {
        string? label = session.LabelOf(line.Tags["label"]);
        ProofUnderWay proof = new(wanted, line with { Params = [] }, label);
        if (proofs.Begin(session, proof) is { } refused) Proved(session, session.Sasl!, proof, refused);
        // The answer, with its label, comes when the proof does.
        else session.Response = null;
    }

    private void Succeed(Session session, Line line, Ticket ticket)
    {
        string? device = session.Sasl!.Device;
        session.Sasl = null;
        if (session.Stage == Stage.Registering)
        {
            session.Names(device, replica.Shown);
            LogIn(session, ticket);
            output.Tell(session, RPL_SASLSUCCESS.For(session.Called));
            return;
        }

        session.Login = ticket;
        // The answer, with its label, is the root's.
        session.Response = null;
        string named = new LoginName(ticket.Account!, device).Text;
        rootLines.Ask(session, line with { Command = Verb, Params = [named] }, [ticket]);
    }

    private void Say(Session session, string message)
    {
        foreach (string chunk in SaslExchange.Chunks(message)) output.Tell(session, new Line(null, Verb, chunk));
    }

    private void Fail(Session session, string? why = null, string? code = null)
    {
        session.Sasl = null;
        if (code is not null) output.Tell(session, StandardReply.Fail(Verb, code, why!));
        output.Tell(session, (why is null ? ERR_SASLFAIL : ERR_SASLFAIL with { Text = why }).For(session.Called));
    }

    private static string HostmaskOf(Session session) =>
        $"{session.Called}!{session.Username ?? "*"}@{session.Peer.Host}";

    // Null: it is not UTF-8.
    private static string? TextOf(byte[] message)
    {
        try
        {
            return s_utf8.GetString(message);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
