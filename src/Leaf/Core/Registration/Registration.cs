using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.Proving;
using IrcNats.State;
using IrcNats.Wire;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Makes sessions users. A session says who it is; then it proves what the network wants proved; then the root is
/// asked.
/// </summary>
sealed class Registration(
    Replica replica, Output output, Sessions sessions, Requests requests, RootLines rootLines, Arrivals arrivals,
    NameLookups lookups, Proofs proofs, LocalAnswers answers, Sasl sasl, EarlyAccounts early, ILeafPorts ports,
    NextLine next)
{
    // Tickets of one registration that the root did not take: they were too old, or the password was changed.
    private const int MostRefusedTickets = 2;

    /// <summary>A line before registration.</summary>
    public void Take(Session session, LineRead read)
    {
        if (++session.RegistrationLines > replica.Config.Session.RegistrationMessages)
        {
            sessions.End(session, Ending.Dropped("Too many lines before registration"));
            return;
        }

        if (session.RegistrationLines == 1 && Misled(read.Line) is { } why)
        {
            sessions.End(session, Ending.Dropped(why));
            return;
        }

        // A gateway's connection is its client's, when it says so in the first line.
        if (session.RegistrationLines == 1 && arrivals.IsGateways(session.Peer) && read.Line?.Command != "WEBIRC")
            arrivals.Settle(session);
        answers.Answer(session, read);
        Proceed(session);
    }

    /// <summary>Asks the root to make it a user, when everything is known that is needed for that.</summary>
    public void Proceed(Session session)
    {
        if (session.Stage != Stage.Registering || session.Negotiating || session.Lookup is not null) return;
        if (session.IsBusy) return;
        if (session.Nick is null || session.Username is null) return;
        if (session.Peer.Door.HasFlag(Door.StsOnly))
        {
            sessions.End(session, Ending.Dropped(StsPolicy.Redirection(replica.Config.Transport.Sts)));
            return;
        }

        sasl.Abort(session);
        if (!arrivals.IsBanned(session)) OpenProven(session);
    }

    /// <summary>Whether a proof is for registration, or for an account that is registered before. The session may have
    /// been a user when it asked for another proof, and the log went back.</summary>
    public static bool Needs(Session session, ProofUnderWay proof) => proof.Line is null
        || (session.Stage == Stage.Registering && proof.Line.Command is EarlyAccounts.Register or EarlyAccounts.Verify);

    /// <summary>A proof was found, or was not, for registration or for an account that is registered before.</summary>
    public void Proved(Session session, ProofUnderWay proof, Proved proved)
    {
        if (proof.Line is null) Proved(session, proof.Wanted, proved);
        else early.Proved(session, proof, proved);
    }

    /// <summary>The root has registered an account for who is no user yet, or has not.</summary>
    public void AccountAnswered(Session session, Pending asked, IReadOnlyList<string> lines)
    {
        early.Answered(session, asked, lines);
        Proceed(session);
    }

    private void Proved(Session session, Wanted wanted, Proved proved)
    {
        if (proved is { Kind: ProofKind.Right, Ticket: { } ticket })
        {
            if (ticket.Account is null) session.Tickets = [.. session.Tickets, ticket];
            else sasl.LogIn(session, ticket);
            OpenProven(session);
        }
        else if (proved.Kind == ProofKind.Refused) sessions.End(session, Ending.Dropped(proved.Text));
        else if (proved.Kind == ProofKind.Throttled)
            sessions.End(session, Ending.Dropped(Proofs.TooMany(wanted.Purpose, proved.Wait)));
        else if (proved.Kind != ProofKind.Wrong) sessions.End(session, Ending.Dropped(proofs.WhyNot));
        else if (wanted.Purpose == Purpose.Gateway) arrivals.RefuseGateway(session, "the password is wrong");
        else
        {
            output.Tell(session, ERR_PASSWDMISMATCH.For("*"));
            sessions.End(session, Ending.Dropped("Bad password"));
        }
    }

    /// <summary>The root would not make it a user: another nick may be tried, another password not.</summary>
    public void Refused(Session session, IReadOnlyList<string> lines)
    {
        sessions.Reopen(session);
        if (ProvesAnew(session, lines)) return;
        session.Nick = session.Resumes = null;
        session.Called = "*";
        Line[] told = [.. lines.Select(ReplyLine.Read)];
        foreach (Line line in told.Where(l => l.Command != "ERROR")) output.Tell(session, line);
        if (told.FirstOrDefault(l => l.Command == "ERROR") is { } error)
        {
            if (error.Params[0] == Admission.WrongGateway.Params[0])
                arrivals.RefuseGateway(session, "the network has no such gateway any more");
            else sessions.End(session, Ending.Dropped(error.Params[0]));
            return;
        }

        next.Try(session);
    }

    /// <summary>It was a user, and is to be one again, in these channels.</summary>
    public void OpenAgain(Session session, User? before, IReadOnlyList<string> channels)
    {
        session.Metadata = before?.Metadata ?? [];
        if (session.Login?.Account != before?.Account) sasl.LogOut(session, isTold: before?.Account is not null);
        sessions.Open(session);
        session.Nick = session.Called;
        session.Resumes = null;
        (session.Tickets, session.RefusedTickets, session.Returning) = ([], 0, channels);
        OpenProven(session);
    }

    /// <summary>Asks the root once more for what it was asked already.</summary>
    public void AskAgain(Session session) => requests.Send(
        Opening(session), session, replica.Now, TicketsOf(session));

    // A web page can make a browser send us its own lines, behind those of HTTP. And a byte order mark is none of a
    // line's bytes: the command behind it would not be known.
    private static string? Misled(Line? first) => first?.Command switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "OPTIONS" or "PATCH" or "CONNECT" or "TRACE" =>
            "This is an IRC server, not one for HTTP",
        "PROXY" => "A PROXY header is only taken from this server's proxies (--proxy-from), and at once",
        ['\uFEFF', ..] => "Your client sends a byte order mark (BOM) first; it must not",
        _ => null,
    };

    // The root is asked as soon as nothing is left to prove.
    private void OpenProven(Session session)
    {
        if (NextToProve(session) is not { } wanted)
        {
            Open(session);
            return;
        }

        if (wanted.Password.Length == 0) Proved(session, wanted, new Proved(ProofKind.Wrong));
        else if (proofs.Begin(session, new ProofUnderWay(wanted, null, null)) is { } refused)
            Proved(session, wanted, refused);
    }

    private Wanted? NextToProve(Session session)
    {
        NetworkConfig config = replica.Config;
        if (session.Peer.Gateway is { } gateway
            && config.Transport.Gateways.Any(g => g.Name == gateway && g.NeedsPassword)
            && !HasProved(session, Purpose.Gateway))
            return new Wanted(
                session.Number, Purpose.Gateway, gateway, session.GatewayPassword ?? "", session.Peer.Address);
        if (!config.NeedsPassword) return LoginByPass(session);
        return HasProved(session, Purpose.ServerPassword)
            ? null
            : new Wanted(session.Number, Purpose.ServerPassword, "", session.Password ?? "", session.Peer.Address);
    }

    // PASS account:password, of clients that know nothing else. Where the server has a password, PASS is for that.
    private Wanted? LoginByPass(Session session)
    {
        AccountsConfig accounts = replica.Config.Accounts;
        if (!accounts.Exist || !accounts.LoginViaPass || session.Login is not null) return null;
        if (session.Password?.Split(':', 2) is not [{ Length: > 0 } account, { Length: > 0 } password]) return null;
        // Once: if the proof does not hold later, the client comes in without.
        session.Password = null;
        if (LoginName.Read(account) is not { } name)
        {
            output.Notice(session, LoginName.Refusal);
            return new Wanted(session.Number, Purpose.Login, "", password: "", session.Peer.Address);
        }

        session.Names(name.Device, replica.Shown);
        return new Wanted(session.Number, Purpose.Login, name.Account, password, session.Peer.Address)
        {
            After = replica.Network.Seq, Recipe = Wanted.RecipeOf(accounts),
            Outside = Wanted.AskedOutside(accounts, OutsideKind.Password),
        };
    }

    private static bool HasProved(Session session, Purpose purpose) => session.Tickets.Any(t => t.Purpose == purpose);

    private void Open(Session session)
    {
        sessions.Open(session);
        if (session.Has(Capabilities.Resume)) session.Token ??= ports.NewToken();
        requests.Send(Opening(session), session, replica.Now, TicketsOf(session));
        foreach (string channel in session.Returning) rootLines.Ask(session, new Line(null, "JOIN", channel));
        session.Returning = [];
    }

    // The tickets no longer hold: the proofs are made once more.
    private bool ProvesAnew(Session session, IReadOnlyList<string> lines)
    {
        if (!lines.Contains(Admission.Unproved.ToString())) return false;
        session.Tickets = [];
        if (++session.RefusedTickets > MostRefusedTickets) return false;
        // The account's password was changed, or it is suspended. The client may come in without an account.
        if (session.Login is not null) sasl.LogOut(session, isTold: true);
        OpenProven(session);
        return true;
    }

    private static IReadOnlyList<Ticket> TicketsOf(Session session) =>
        session.Login is { } login ? [.. session.Tickets, login] : session.Tickets;

    private SessionOpened Opening(Session session) => new(
        session.Number, session.Nick!, lookups.UsernameOf(session), session.Realname ?? "", session.Peer.Host,
        session.Peer.Address, session.Peer.Secure, Password: null)
    {
        Via = session.Peer.Via, Place = session.Place, Certfp = session.Peer.Certfp, Gateway = session.Peer.Gateway,
        Metadata = session.Metadata.Count > 0 ? session.Metadata : null,
        Away = session.Away, Account = session.Login?.Account,
        WantsPersistence = session.Has(Capabilities.Persistence),
        Device = session.Login is null ? null : session.Device,
        Resume = session.Token is { } token ? ResumeToken.DigestOf(token) : null, Resumes = session.Resumes,
    };
}
