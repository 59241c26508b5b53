using IrcNats.Commands;
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
sealed class TicketCheck(RootSecrets secrets)
{
    private const string Unproved = "The network could not check this; try again";

    /// <summary>Null: the line needs no proof, or there is a good one, and <paramref name="by"/> then knows of it.
    /// </summary>
    public Line? Refusal(Request request, SessionId session, Line line, ref Caller by)
    {
        Purpose purpose = CommandTable.All[line.Command].Command.Proves;
        string name = purpose switch
        {
            Purpose.Oper when line.Params.Count > 1 => line.Params[0],
            Purpose.Citation => Citation.MsgidOf(line) ?? "",
            _ => "",
        };
        Ticket? ticket = name.Length == 0 ? null : TicketOf(request, session, purpose, name, by.Now);
        if (name.Length > 0 && ticket is null)
            return StandardReply.Fail(line.Command, "TEMPORARILY_UNAVAILABLE", Unproved);
        by = by with { Cited = ticket?.Cited };
        if (purpose == Purpose.Oper && BlockOf(line.Params[0], ticket) is { } block)
            by = by with { Verified = block.Oper, VerifiedCertfp = block.Certfp };
        return null;
    }

    // One without a password asks for a certificate alone, at which the command looks.
    private OperBlock? BlockOf(string name, Ticket? ticket) =>
        secrets.Opers.GetValueOrDefault(name) is { } block && (block.Password is null || ticket is not null)
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

        bool isOpen = secrets.ServerPassword is null
            || TicketOf(request, session, Purpose.ServerPassword, "", now) is not null;
        return isOpen ? null : Admission.Unproved;
    }

    // One that holds: sealed by a root, for this session and purpose and name, not too long ago, and what was proved
    // is proved with the verifier of now.
    private Ticket? TicketOf(Request request, SessionId session, Purpose purpose, string name, long now)
    {
        ulong? generation = purpose == Purpose.Citation ? 0 : secrets.Find(purpose, name)?.Generation;
        foreach (Ticket ticket in request.Tickets ?? [])
            if (ticket.Generation == generation && IsOf(ticket, purpose, name) && ticket.Expires >= now
                && secrets.Key.HasSealed(ticket, session)) return ticket;
        return null;
    }

    private static bool IsOf(Ticket ticket, Purpose purpose, string name) =>
        ticket.Purpose == purpose && ticket.Name == name;
}
