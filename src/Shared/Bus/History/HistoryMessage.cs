using IrcNats.Wire;

namespace IrcNats.Adapters;

/// <summary>What stands at a sequence of the archive's stream, which may be something that cannot be read.</summary>
sealed record HistoryMessage(ulong Seq)
{
    /// <summary>Null: it is no message of a target.</summary>
    public Archived? Archived { get; private init; }
    /// <summary>Null: it is no note of an archiver.</summary>
    public ArchiverNote? Note { get; private init; }
    /// <summary>What is wrong with it; null: nothing.</summary>
    public string? Fault { get; private init; }
    /// <summary>Where its subject has earlier ones; null: it does not say.</summary>
    public HistoryLinks? Links { get; private init; }

    public static HistoryMessage Of(ulong seq, byte[] bytes)
    {
        if (!Codec.TryDecode(bytes, out Payload? payload, out string? error)) return Faulty(seq, error);
        return payload switch
        {
            Archived archived => HistoryLinks.Decode(archived.Earlier.Span, seq) is { } links
                ? new(seq) { Archived = archived, Links = links }
                : Faulty(seq, "what it says of earlier ones is none"),
            ArchiverNote note => new(seq) { Note = note, Links = HistoryLinks.Decode(note.Earlier.Span, seq) },
            _ => Faulty(seq, $"a {payload.GetType().Name} does not belong there"),
        };
    }

    private static HistoryMessage Faulty(ulong seq, string fault) =>
        new(seq) { Fault = $"message {seq} of the archive: {fault}" };
}
