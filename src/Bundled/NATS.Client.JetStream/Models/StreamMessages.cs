namespace NATS.Client.JetStream.Models;

/// <summary>
/// Which message is wanted: by sequence, the last of a subject, or the next of a subject from a sequence on.
/// </summary>
public record StreamMsgGetRequest
{
    public ulong Seq { get; set; }

    public string? LastBySubj { get; set; }

    public string? NextBySubj { get; set; }
}

/// <summary>A message as the stream's leader holds it.</summary>
public record StreamMsgGetResponse
{
    public StoredMessage Message { get; set; } = new();
}

/// <summary>A message in a stream; Hdrs is the header block in base64.</summary>
public record StoredMessage
{
    public string Subject { get; set; } = string.Empty;

    public ulong Seq { get; set; }

    public ReadOnlyMemory<byte> Data { get; set; }

    public DateTimeOffset Time { get; set; }

    public string? Hdrs { get; set; }
}

/// <summary>What to remove from a stream; everything when nothing is said.</summary>
public record StreamPurgeRequest
{
    public string? Filter { get; set; }

    /// <summary>Remove what is before this sequence.</summary>
    public ulong Seq { get; set; }

    /// <summary>Keep this many of the newest.</summary>
    public ulong Keep { get; set; }
}

/// <summary>What a purge did.</summary>
public record StreamPurgeResponse
{
    public bool Success { get; set; }

    public ulong Purged { get; set; }
}

/// <summary>One message to delete.</summary>
public record StreamMsgDeleteRequest
{
    public ulong Seq { get; set; }

    public bool NoErase { get; set; }
}

/// <summary>What deleting a message did.</summary>
public record StreamMsgDeleteResponse
{
    public bool Success { get; set; }
}

/// <summary>What deleting a stream did.</summary>
public record StreamDeleteResponse
{
    public bool Success { get; set; }
}

/// <summary>The stream's answer to a publish: where the message is, or why it was refused.</summary>
public record PubAckResponse
{
    public ApiError? Error { get; set; }

    public string? Stream { get; set; }

    public ulong Seq { get; set; }

    public bool Duplicate { get; set; }

    public string? Domain { get; set; }
}
