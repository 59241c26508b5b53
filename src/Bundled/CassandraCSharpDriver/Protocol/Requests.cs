namespace Cassandra.Protocol;

/// <summary>Something that is asked of a server.</summary>
internal abstract class Request
{
    protected abstract Opcode Opcode { get; }

    /// <summary>Writes the header and the body.</summary>
    public void WriteEnvelope(BodyWriter to, byte version, short stream)
    {
        int start = to.Length;
        to.Take(Envelope.HeaderLength);
        WriteBody(to, version);
        int length = to.Length - start - Envelope.HeaderLength;
        if (length > ProtocolLimits.RequestLengthMax)
        {
            throw new ArgumentException(
                $"A request has at most {ProtocolLimits.RequestLengthMax} bytes; this one has {length}.");
        }

        Envelope.WriteHeader(to.From(start), version, stream, Opcode, length);
    }

    protected abstract void WriteBody(BodyWriter to, byte version);
}

/// <summary>Begins a connection.</summary>
internal sealed class StartupRequest(string? applicationName) : Request
{
    protected override Opcode Opcode => Opcode.Startup;

    protected override void WriteBody(BodyWriter to, byte version)
    {
        Dictionary<string, string> options = new() { ["CQL_VERSION"] = "3.0.0" };
        if (applicationName is not null) options["APPLICATION_NAME"] = applicationName;
        to.Short(options.Count);
        foreach ((string name, string value) in options)
        {
            to.Text(name);
            to.Text(value);
        }
    }
}

/// <summary>Asks what a server supports: here only to hear whether it is still there.</summary>
internal sealed class OptionsRequest : Request
{
    public static readonly OptionsRequest Only = new();

    protected override Opcode Opcode => Opcode.Options;

    protected override void WriteBody(BodyWriter to, byte version)
    {
    }
}

/// <summary>Logs in.</summary>
internal sealed class AuthResponseRequest(byte[] token) : Request
{
    protected override Opcode Opcode => Opcode.AuthResponse;

    protected override void WriteBody(BodyWriter to, byte version) => to.Bytes(token);
}

/// <summary>Asks to be told of changes.</summary>
internal sealed class RegisterRequest(params string[] events) : Request
{
    protected override Opcode Opcode => Opcode.Register;

    protected override void WriteBody(BodyWriter to, byte version)
    {
        to.Short(events.Length);
        foreach (string name in events) to.Text(name);
    }
}

/// <summary>A query as text.</summary>
internal sealed class QueryRequest(string query, QueryParameters parameters) : Request
{
    protected override Opcode Opcode => Opcode.Query;

    protected override void WriteBody(BodyWriter to, byte version)
    {
        to.LongText(query);
        parameters.Write(to, version);
    }
}

/// <summary>Has a query prepared.</summary>
internal sealed class PrepareRequest(string query) : Request
{
    protected override Opcode Opcode => Opcode.Prepare;

    protected override void WriteBody(BodyWriter to, byte version)
    {
        to.LongText(query);
        if (version >= 5) to.Int(0);
    }
}

/// <summary>Carries out a prepared query.</summary>
/// <param name="columns">What is known of its result; version 5 then leaves it out of the answer.</param>
internal sealed class ExecuteRequest(byte[] id, ResultColumns columns, QueryParameters parameters) : Request
{
    protected override Opcode Opcode => Opcode.Execute;

    protected override void WriteBody(BodyWriter to, byte version)
    {
        to.ShortBytes(id);
        if (version >= 5) to.ShortBytes(columns.Id);
        parameters.Write(to, version);
    }
}

/// <summary>Several changes in one request.</summary>
internal sealed class BatchRequest(BatchType type, IReadOnlyList<BatchPart> parts, QueryParameters parameters) : Request
{
    protected override Opcode Opcode => Opcode.Batch;

    protected override void WriteBody(BodyWriter to, byte version)
    {
        to.Byte((byte)type);
        to.Short(parts.Count);
        foreach (BatchPart part in parts)
        {
            to.Byte(part.PreparedId is null ? (byte)0 : (byte)1);
            if (part.PreparedId is null) to.LongText(part.Query);
            else to.ShortBytes(part.PreparedId);
            to.Short(part.Values.Count);
            foreach (WireValue value in part.Values) value.Write(to);
        }

        parameters.Write(to, version);
    }
}

/// <summary>One change of a batch: a prepared query if there is an id, else a text.</summary>
internal sealed record BatchPart(byte[]? PreparedId, string Query, IReadOnlyList<WireValue> Values);
