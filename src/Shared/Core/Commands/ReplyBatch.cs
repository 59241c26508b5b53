using IrcNats.Protocol;

namespace IrcNats.Commands;

/// <summary>
/// Reply lines as one batch. An answer goes out without a break, so the type serves as the batch's reference; who does
/// not know batches gets the lines alone. https://ircv3.net/specs/extensions/batch
/// </summary>
public static class ReplyBatch
{
    public static IEnumerable<Line> Of(string type, string[] args, IEnumerable<Line> lines) =>
    [
        new Line(null, "BATCH", ["+" + type, type, .. args]),
        .. lines.Select(line => line with { Tags = line.Tags.With("batch", type) }),
        new Line(null, "BATCH", "-" + type),
    ];
}
