namespace IrcNats.Wire;

/// <summary>
/// An array that is too short, or has nil in it, decodes to a payload with null where a value must be. What every
/// reader relies on is checked here, once.
/// </summary>
static class Completeness
{
    /// <summary>What the payload lacks; null if it is complete.</summary>
    public static string? Missing(Payload payload) => payload switch
    {
        Request { Leaf: null } => "its leaf",
        Request { Tickets: { } tickets } when !HasAll(tickets) || tickets.Any(IsBlank) => "a ticket",
        Request request => Missing(request.Ask),
        Reply reply => HasAll(reply.Lines) ? null : "lines",
        Entry entry => Missing(entry.Outcomes),
        Beat { Node: null } or SnapshotManifest { Node: null } => "its node",
        SnapshotManifest { Digest: null } => "a digest",
        Order { Argument: null } => "an argument",
        OrderReply { Text: null } or ProofAnswer { Text: null } => "a text",
        ProofQuestion { Leaf: null } => "its leaf",
        ProofQuestion { Name: null } => "a name",
        ProofQuestion { Address: null } => "an address",
        ProofAnswer { Ticket: { } ticket } when IsBlank(ticket) => "a ticket",
        Archived { Target: null } or ArchiverNote { UpTo: { Target: null } } => "a target",
        Archived archived => Missing(archived.Message),
        _ => null,
    };

    private static string? Missing(Ask? ask) => ask switch
    {
        null => "what is asked",
        ClientLine { Line: null } => "a line",
        ClientBatch { Command: null } or ClientBatch { Target: null } or ClientBatch { Tags: null } => "a word",
        ClientBatch batch => HasAll(batch.Parts) && batch.Parts.All(p => p.Text is not null) ? null : "its lines",
        SessionOpened { Nick: null } => "a nick",
        SessionOpened { Username: null } or SessionOpened { Realname: null } => "a name",
        SessionOpened { Host: null } or SessionOpened { Address: null } => "a host",
        SessionOpened { Metadata: { } metadata } when !HasAll(metadata) => "metadata",
        SessionClosed { Reason: null } => "a reason",
        _ => null,
    };

    private static string? Missing(IReadOnlyList<Outcome>? outcomes)
    {
        if (!HasAll(outcomes)) return "outcomes";
        foreach (Outcome outcome in outcomes!)
        {
            if (!HasAll(outcome.Events)) return "events";
            if (!HasAll(outcome.Replies)) return "replies";
            if (outcome.Origin is { Leaf: null }) return "the leaf of an origin";
        }

        return null;
    }

    private static string? Missing(KeptMessage? message) => message switch
    {
        null => "its message",
        { Source: null } or { Command: null } or { Tags: null } => "a word",
        { Parts: { } parts } when !HasAll(parts) || parts.Any(p => p.Text is null) => "its lines",
        _ => HasAll(message.Params) ? null : "parameters",
    };

    private static bool IsBlank(Ticket ticket) => ticket.Name is null;

    private static bool HasAll<T>(IReadOnlyList<T>? list)
        where T : class
    {
        if (list is null) return false;
        for (int i = 0; i < list.Count; i++)
            if (list[i] is null) return false;
        return true;
    }
}
