using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// A batch that a client has opened and not closed yet: a message of several lines, as far as it has come. It never
/// holds more than the limits of a message. https://ircv3.net/specs/extensions/client-batch
/// </summary>
sealed class OpenBatch(string reference, string target, string? label, Tags tags, long began)
{
    private readonly List<MessagePart> _parts = [];
    private string? _command;
    private int _bytes;

    public string Reference => reference;
    public string? Label => label;
    /// <summary>Unix milliseconds.</summary>
    public long Began => began;
    public int Lines => _parts.Count;

    /// <summary>Why the line cannot be the next of the batch; null if it can.</summary>
    public Line? Refusal(Limits limits, Line line, Casemapping map)
    {
        if (line.Command is not ("PRIVMSG" or "NOTICE") || (_command ?? line.Command) != line.Command)
            return MultilineRules.Invalid("Invalid multiline batch: only PRIVMSG, or only NOTICE");
        if (line.Params.Count < 2) return MultilineRules.Invalid("Invalid multiline batch: a line has no text");
        if (Folded.Of(line.Params[0], map) != Folded.Of(target, map))
            return StandardReply.Fail("BATCH", "MULTILINE_INVALID_TARGET", "Invalid multiline target", target,
                line.Params[0]);
        MessagePart part = PartOf(line);
        if (part.Concat && part.Text.Length == 0)
            return MultilineRules.Invalid("Invalid multiline batch with concatenated blank line");
        return MultilineRules.TooMuch(limits, Lines + 1, _bytes + MultilineRules.BytesOf(part, Lines == 0));
    }

    public void Add(Line line)
    {
        MessagePart part = PartOf(line);
        _bytes += MultilineRules.BytesOf(part, Lines == 0);
        _command = line.Command;
        _parts.Add(part);
    }

    /// <summary>Why the lines so far cannot be sent as a message; null if they can.</summary>
    public Line? RefusalToSend(Limits limits) => MultilineRules.Refusal(limits, _parts);

    /// <summary>The whole batch, as the root is asked to send it.</summary>
    public ClientBatch Ask(ulong session) => new(session, label, _command!, target, tags.ToString(), _parts);

    private MessagePart PartOf(Line line) =>
        new(line.Params[1], Lines > 0 && line.Tags.Contains(MultilineSent.ConcatTag));
}
