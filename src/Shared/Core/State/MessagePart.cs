using MessagePack;

namespace IrcNats.State;

/// <summary>
/// One line of a message of several lines: its text, and whether it continues the line before it without a break.
/// </summary>
[MessagePackObject]
public sealed record MessagePart([property: Key(0)] string Text, [property: Key(1)] bool Concat)
{
    /// <summary>The lines as a reader sees them: parts that continue others are put together with those.</summary>
    public static IEnumerable<string> Whole(IReadOnlyList<MessagePart> parts)
    {
        string? line = null;
        foreach (MessagePart part in parts)
        {
            if (line is not null && !part.Concat) yield return line;
            line = part.Concat ? line + part.Text : part.Text;
        }

        if (line is not null) yield return line;
    }
}
