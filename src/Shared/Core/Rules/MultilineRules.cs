using System.Text;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>What a message of several lines may be. https://ircv3.net/specs/extensions/multiline#errors</summary>
public static class MultilineRules
{
    /// <summary>FAIL BATCH MULTILINE_INVALID, for what has no code of its own.</summary>
    public static Line Invalid(string why) => StandardReply.Fail("BATCH", "MULTILINE_INVALID", why);

    /// <summary>Bytes that a line adds to what is said: its text, and the line feed that joins it to the one before.
    /// </summary>
    public static int BytesOf(MessagePart part, bool isFirst) =>
        Encoding.UTF8.GetByteCount(part.Text) + (isFirst || part.Concat ? 0 : 1);

    /// <summary>Why so many lines and bytes are too many; null when they are not.</summary>
    public static Line? TooMuch(Limits limits, int lines, int bytes) =>
        lines > limits.MultilineLines
            ? StandardReply.Fail("BATCH", "MULTILINE_MAX_LINES", "Multiline batch max-lines exceeded",
                $"{limits.MultilineLines}")
            : bytes > limits.MultilineBytes
                ? StandardReply.Fail("BATCH", "MULTILINE_MAX_BYTES", "Multiline batch max-bytes exceeded",
                    $"{limits.MultilineBytes}")
                : null;

    /// <summary>Why the lines are no message; null when they are one.</summary>
    public static Line? Refusal(Limits limits, IReadOnlyList<MessagePart> parts)
    {
        if (parts.All(p => p.Text.Length == 0)) return Invalid("Invalid multiline batch with blank lines only");
        if (parts.Any(p => p.Concat && p.Text.Length == 0))
            return Invalid("Invalid multiline batch with concatenated blank line");
        return TooMuch(limits, parts.Count, parts.Index().Sum(p => BytesOf(p.Item, p.Index == 0)));
    }
}
