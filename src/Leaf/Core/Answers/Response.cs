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
    // The batch that was begun before the answer was complete.
    private string? _begun;

    /// <summary>Lines that have not gone out.</summary>
    public int Count => _lines.Count;

    /// <summary>With a tag of its own the line belongs to a batch within the answer's.</summary>
    public void Add(Delivery line, string? tag = null) => _lines.Add((line, tag));

    /// <summary>Takes the lines so far out of an answer that is not complete, in its batch.</summary>
    /// <param name="reference">Names the batch, if it is not begun yet.</param>
    /// <param name="atLeast">It is not begun for fewer lines.</param>
    public IEnumerable<byte[]> Begin(Capabilities has, string reference, string serverName, int atLeast)
    {
        (Delivery Line, string? Tag)[] told = [.. _lines.Where(l => l.Line.For(has) is not null)];
        if (_begun is null && told.Length < atLeast) return [];
        _lines.Clear();
        IEnumerable<byte[]> begin = _begun is null ? [Opening(reference, serverName)] : [];
        _begun ??= reference;
        return [.. begin, .. InBatch(told, has, _begun)];
    }

    /// <summary>The lines of the complete answer, in order.</summary>
    /// <param name="reference">Names the batch, if there is one.</param>
    public IEnumerable<byte[]> Encode(Capabilities has, string reference, string serverName)
    {
        (Delivery Line, string? Tag)[] told = [.. _lines.Where(l => l.Line.For(has) is not null)];
        if (_begun is not null) return [.. InBatch(told, has, _begun), Ending(_begun, serverName)];
        return told.Length switch
        {
            0 => [Encoding.UTF8.GetBytes($"@{LabelTag} :{serverName} ACK\r\n")],
            1 => [told[0].Line.For(has, LabelTag)!],
            _ when IsOneBatch(told) =>
                [told[0].Line.For(has, LabelTag)!, .. told[1..].Select(l => l.Line.For(has, l.Tag)!)],
            _ => [Opening(reference, serverName), .. InBatch(told, has, reference), Ending(reference, serverName)],
        };
    }

    private string LabelTag => "label=" + Tags.Escape(label);

    private byte[] Opening(string reference, string serverName) =>
        Encoding.UTF8.GetBytes($"@{LabelTag} :{serverName} BATCH +{reference} labeled-response\r\n");

    private static byte[] Ending(string reference, string serverName) =>
        Encoding.UTF8.GetBytes($":{serverName} BATCH -{reference}\r\n");

    private static IEnumerable<byte[]> InBatch(
        (Delivery Line, string? Tag)[] told, Capabilities has, string reference) =>
        told.Select(l => l.Line.For(has, l.Tag ?? "batch=" + reference)!);

    // A batch that its command made, so that it needs none around it.
    private static bool IsOneBatch((Delivery Line, string? Tag)[] told) =>
        told[0].Line.Begins is { } name && told[^1].Line.Ends == name
        && told[1..^1].All(
            l => (l.Tag is null || (told[0].Line.IsWhole && l.Tag == "batch=" + name)) && l.Line.Ends != name);
}
