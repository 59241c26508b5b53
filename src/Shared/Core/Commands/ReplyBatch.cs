using IrcNats.Protocol;

namespace IrcNats.Commands;

/// <summary>
/// Reply lines as one batch. An answer goes out without a break, so the type serves as the batch's reference. A client
/// that does not know batches gets only the lines. https://ircv3.net/specs/extensions/batch
/// </summary>
public static class ReplyBatch
{
    public static IEnumerable<Line> Of(string type, string[] args, IEnumerable<Line> lines) =>
        [Opening(type, type, args), .. lines.Select(line => Within(type, line)), Ending(type)];

    /// <summary>Begins a batch that is sent in portions; its reference is its own.</summary>
    public static Line Opening(string reference, string type, params string[] args) =>
        new(null, "BATCH", ["+" + reference, type, .. args]);

    public static Line Within(string reference, Line line) =>
        line with { Tags = line.Tags.With("batch", reference) };

    public static Line Ending(string reference) => new(null, "BATCH", "-" + reference);
}
