using System.Net;

namespace Cassandra.Protocol;

/// <summary>What a server says.</summary>
internal abstract record Response
{
    /// <summary>Reads an envelope's body.</summary>
    /// <param name="known">The columns of the result, if it may leave out what they are.</param>
    public static Response Parse(Envelope envelope, ResultColumns? known = null)
    {
        BodyReader body = new(envelope.Body);
        SkipExtras(ref body, envelope.Flags);
        return envelope.Opcode switch
        {
            Opcode.Error => ErrorResponse.Read(ref body, envelope.Version),
            Opcode.Ready => new ReadyResponse(),
            Opcode.Authenticate => new AuthenticateResponse(body.Text()),
            Opcode.AuthChallenge => new AuthChallengeResponse(),
            Opcode.AuthSuccess => new AuthSuccessResponse(),
            Opcode.Supported => new SupportedResponse(),
            Opcode.Event => EventResponse.Read(ref body),
            Opcode.Result => ResultReader.Read(ref body, envelope, known),
            _ => throw new MalformedFrameException($"The server sent a message of the kind {envelope.Opcode:x}."),
        };
    }

    private static void SkipExtras(ref BodyReader body, byte flags)
    {
        if ((flags & Envelope.TracingFlag) != 0) body.Take(16, "a tracing id");
        if ((flags & Envelope.WarningFlag) != 0) body.TextList();
        if ((flags & Envelope.PayloadFlag) == 0) return;
        for (int count = body.Short(); count > 0; count--)
        {
            body.Text();
            body.SkipBytes();
        }
    }
}

internal sealed record ReadyResponse : Response;

internal sealed record AuthenticateResponse(string Authenticator) : Response;

internal sealed record AuthChallengeResponse : Response;

internal sealed record AuthSuccessResponse : Response;

internal sealed record SupportedResponse : Response;

internal sealed record VoidResponse : Response;

internal sealed record KeyspaceResponse(string Keyspace) : Response;

internal sealed record SchemaChangeResponse : Response;

/// <summary>A page of rows; where each value lies in the body.</summary>
internal sealed record RowsResponse(ResultColumns Columns, byte[]? PagingState, byte[] Body, int Start, int Count)
    : Response;

/// <summary>A prepared query: its id, its markers, and what it will answer.</summary>
internal sealed record PreparedResponse(
    byte[] Id, IReadOnlyList<ColumnSpec> Markers, int[] RoutingIndexes, ResultColumns Columns) : Response;

/// <summary>A change of the cluster that the server tells unasked.</summary>
/// <param name="Host">Nothing for changes of the schema.</param>
internal sealed record EventResponse(string Kind, string Change, IPEndPoint? Host) : Response
{
    public const string Topology = "TOPOLOGY_CHANGE", Status = "STATUS_CHANGE";

    public static EventResponse Read(ref BodyReader body)
    {
        string kind = body.Text(), change = body.Text();
        return new EventResponse(kind, change, kind is Topology or Status ? body.Inet() : null);
    }
}
