using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Root.Config;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// Looks whether a request has the tickets that it needs. What takes long was proved before, outside the order, to any
/// root. Here a root only looks whether it or another root sealed the ticket, for this very request, and whether what
/// was proved is still true. That takes microseconds.
/// </summary>
sealed class TicketCheck(RootSecrets secrets, Network net)
{
    private const string Unproved = "The network could not check this; try again";

    /// <summary>Null: the line needs no proof, or there is a good one, and <paramref name="by"/> then knows of it.
    /// </summary>
    public Line? Refusal(Request request, SessionId session, Line line, ref Caller by)
    {
        LineSecret? secret = LineSecret.Of(net.Config, by.User, line);
        if (secret is { Purpose: Purpose.None } or { Name.Length: 0 }) secret = null;
        Ticket? ticket = secret is null ? null
            : secret.Purpose == Purpose.Login ? LoginOf(request, session, secret.Name, by.Certfp, by.Now)
            : TicketOf(request, session, secret.Purpose, secret.Name, by.Now);
        if (secret is not null && ticket is null)
            return StandardReply.Fail(line.Command, "TEMPORARILY_UNAVAILABLE", Unproved);
        if (ticket is not null) by = by with { Cited = ticket.Cited, Secret = ticket.Secret, Email = ticket.Email };
        if (line.Command == "OPER" && BlockOf(line.Params[0], ticket) is { } block)
            by = by with { Verified = block.Oper, VerifiedCertfp = block.Certfp };
        if (ticket is { Purpose: Purpose.OperKey } && secrets.Opers.GetValueOrDefault(ticket.Name) is { } keyed)
            by = by with { Verified = keyed.Oper, VerifiedCertfp = keyed.Certfp };
        return null;
    }

    // One without password and key asks for a certificate alone, at which the command looks.
    private OperBlock? BlockOf(string name, Ticket? ticket) =>
        secrets.Opers.GetValueOrDefault(name) is { } block
        && (ticket is not null || block is { Password: null, Key: null, Certfp: not null })
            ? block
            : null;

    /// <summary>Null: the user who registers has proved everything that they must.</summary>
    public Line? Refusal(Request request, SessionId session, SessionOpened ask, long now)
    {
        if (ask.Gateway is { } gateway)
        {
            if (!secrets.Gateways.TryGetValue(gateway, out Passwords.Verifier? verifier)) return Admission.WrongGateway;
            // One without a password shows by its certificate who it is; the leaf has looked at that.
            if (verifier is not null && TicketOf(request, session, Purpose.Gateway, gateway, now) is null)
                return Admission.Unproved;
        }

        if (ask.Account is { } account && LoginOf(request, session, account, ask.Certfp, now) is null)
            return Admission.Unproved;
        bool isOpen = secrets.ServerPassword is null
            || TicketOf(request, session, Purpose.ServerPassword, "", now) is not null;
        return isOpen ? null : Admission.Unproved;
    }

    /// <summary>What is proved of an account that is registered or verified before; null: nothing.</summary>
    public Ticket? TicketOf(Request request, SessionId session, AccountAsked ask, long now) => TicketOf(
        request, session, ask.Verifies ? Purpose.EmailCode : Purpose.NewPassword, ask.Name, now);

    /// <summary>What a login is about to need and is not there yet: its account, or the account's verifier in the place
    /// of a hash of another network. Null: nothing.</summary>
    public Event? Before(Request request, SessionId session, long now)
    {
        // Hardly any request has a ticket.
        if (request.Tickets is not { Count: > 0 } tickets) return null;
        return tickets.Where(ticket => (ticket.Creates || ticket.Purpose == Purpose.OldPassword)
                && Holds(ticket, session, now))
            .Select<Ticket, Event?>(ticket => ticket.Creates ? Outside.Creation.Of(net, ticket) : Upgrade(ticket))
            .FirstOrDefault(before => before is not null);
    }

    private AccountPasswordSet? Upgrade(Ticket ticket) =>
        net.FindAccount(ticket.Name) is { IsOpen: true } account
        && ticket.Generation == Passwords.OldHash.GenerationOf(account.Secret.Span)
            ? new AccountPasswordSet(account.Name, ticket.Secret)
            : null;

    // One that logs in to the account as it is now: with its password, or with a certificate of it, or because the
    // session itself set the password, or because somebody outside says so.
    private Ticket? LoginOf(Request request, SessionId session, string name, string? certfp, long now)
    {
        if (net.FindAccount(name) is not { IsOpen: true } account) return null;
        ulong? generation = secrets.Find(account)?.Generation;
        foreach (Ticket ticket in request.Tickets ?? [])
            if (ticket.Account == account.Name && Fits(ticket) && Holds(ticket, session, now)) return ticket;
        return null;

        bool Fits(Ticket ticket) => ticket.Purpose switch
        {
            Purpose.Login => ticket.Generation == generation,
            Purpose.Certificate => ticket.Name == certfp && account.Certfps.Contains(certfp),
            Purpose.Outside => true,
            Purpose.NewPassword or Purpose.EmailCode or Purpose.OldPassword =>
                ticket.Secret.Span.SequenceEqual(account.Secret.Span),
            _ => false,
        };
    }

    private bool Holds(Ticket ticket, SessionId session, long now) =>
        ticket.Expires >= now && secrets.Key.HasSealed(ticket, session);

    // One that holds: sealed by a root, for this session and purpose and name, not too long ago, and what was proved
    // is proved with the verifier of now.
    private Ticket? TicketOf(Request request, SessionId session, Purpose purpose, string name, long now)
    {
        ulong? generation = GenerationOf(purpose, name);
        foreach (Ticket ticket in request.Tickets ?? [])
            if (ticket.Generation == generation && IsOf(ticket, purpose, name) && Holds(ticket, session, now))
                return ticket;
        return null;
    }

    private ulong? GenerationOf(Purpose purpose, string name) => purpose switch
    {
        Purpose.Citation or Purpose.NewPassword or Purpose.NewEmail or Purpose.NewCode or Purpose.NewPush => 0,
        Purpose.EmailCode => GenerationOf(net.FindAccount(name), account => account.Unproved),
        Purpose.PasswordByCode => GenerationOf(net.FindAccount(name), account => account.Reset),
        Purpose.OperKey => secrets.Opers.GetValueOrDefault(name)?.Key?.Generation,
        _ => secrets.Find(purpose, name)?.Generation,
    };

    private ulong? GenerationOf(Account? account, Func<Account, MailedCode?> code) =>
        account is not null && code(account) is { } mailed ? secrets.Key.GenerationOf(account, mailed) : null;

    private static bool IsOf(Ticket ticket, Purpose purpose, string name) =>
        ticket.Purpose == purpose && ticket.Name == name;
}
