using System.Text;
using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// The answer to one labelled command, put together: nothing becomes an ACK, one line carries the label, more become a
/// batch. No handler knows that labels exist. https://ircv3.net/specs/extensions/labeled-response
/// </summary>
sealed class Response(string label)
{
    private readonly List<(Delivery Line, string? Tag)> _lines = [];

    /// <summary>With a tag of its own the line belongs to a batch within the answer's.</summary>
    public void Add(Delivery line, string? tag = null) => _lines.Add((line, tag));

    /// <summary>What goes out, in order. <paramref name="reference"/> names the batch, if there is one.</summary>
    public IEnumerable<byte[]> Encode(Capabilities has, string reference, string serverName)
    {
        string tag = "label=" + Tags.Escape(label);
        (Delivery Line, string? Tag)[] told = [.. _lines.Where(l => l.Line.For(has) is not null)];
        return told.Length switch
        {
            0 => [Encoding.UTF8.GetBytes($"@{tag} :{serverName} ACK\r\n")],
            1 => [told[0].Line.For(has, tag)!],
            _ when IsOneBatch(told) =>
                [told[0].Line.For(has, tag)!, .. told[1..].Select(l => l.Line.For(has, l.Tag)!)],
            _ =>
            [
                Encoding.UTF8.GetBytes($"@{tag} :{serverName} BATCH +{reference} labeled-response\r\n"),
                .. told.Select(l => l.Line.For(has, l.Tag ?? "batch=" + reference)!),
                Encoding.UTF8.GetBytes($":{serverName} BATCH -{reference}\r\n"),
            ],
        };
    }

    // A batch that its command made, so that it needs none around it.
    private static bool IsOneBatch((Delivery Line, string? Tag)[] told) =>
        told[0].Line.Begins is { } name && told[^1].Line.Ends == name
        && told[1..^1].All(l => l.Tag is null && l.Line.Ends != name);
}
