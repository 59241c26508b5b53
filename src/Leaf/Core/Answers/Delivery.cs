using System.Buffers;
using System.Text;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// One announcement on its way to many sessions: encoded once for each shape a session can have, not once for each
/// session. Here and nowhere else is decided how a session's capabilities change a line.
/// </summary>
sealed class Delivery(Announcement what, Stamp? stamp, long time, string serverName)
{
    // Bits of a shape: server-time, message-tags, account-tag, the line for those without the capability, and the tag
    // of few lines: an operator's, or a relayed message.
    private const int Time = 1, MessageTags = 2, Account = 4, Without = 8, Rare = 16, Shapes = 32;
    private readonly byte[]?[] _encoded = new byte[Shapes][];
    private string? _time, _msgid;

    public bool IsEcho => what.IsEcho;
    public bool IsToOther => what.IsToOther;
    public bool IsApart => what.IsApart;
    public bool IsWhole => what.IsWhole;
    public bool IsCtcp => what.IsCtcp;
    public bool IsFleeting => what.IsFleeting;
    public string? SubscribedKey => what.SubscribedKey;

    /// <summary>The name of the batch that this line begins, or null.</summary>
    public string? Begins => NameAfter('+');

    /// <summary>The name of the batch that this line ends, or null.</summary>
    public string? Ends => NameAfter('-');

    /// <summary>
    /// The bytes for a session with these capabilities; null when it is told nothing. With one more tag (label or
    /// batch) they are for this session alone.
    /// </summary>
    public byte[]? For(Capabilities has, string? extraTag = null)
    {
        if (ShapeOf(has) is not { } shape) return null;
        return extraTag is null ? _encoded[shape] ??= Encode(shape, null) : Encode(shape, extraTag);
    }

    private string? NameAfter(char sign) =>
        what.Parts is null && what.Line is { Command: "BATCH", Params: [var name, ..] } && name[0] == sign
            ? name[1..]
            : null;

    private int? ShapeOf(Capabilities has)
    {
        bool needs = (has & what.Needs) == what.Needs;
        if ((!needs && what.Without is null) || (has & what.Lacks) != 0) return null;
        int shape = needs ? 0 : Without;
        if ((has & Capabilities.ServerTime) != 0) shape |= Time;
        if ((has & Capabilities.MessageTags) != 0) shape |= MessageTags;
        if ((has & Capabilities.AccountTag) != 0 && what.Account is not null) shape |= Account;
        if (HasRareTag(has)) shape |= Rare;
        return shape;
    }

    private bool HasRareTag(Capabilities has) => what.RelayedBy is not null
        ? (has & Capabilities.RelayMessage) != 0
        : (has & Capabilities.OperTag) != 0 && what.From?.Oper is { IsHidden: false };

    private byte[] Encode(int shape, string? extraTag)
    {
        Line line = (shape & Without) != 0 ? what.Without! : what.Line;
        ArrayBufferWriter<byte> to = new(256);
        if (what.Parts is null) Write(to, TagsOf(shape, line, extraTag), Fitting(line));
        else if ((shape & Without) == 0) WriteBatch(to, what.Parts, shape, extraTag);
        else WriteLines(to, what.Parts, shape, extraTag);
        return to.WrittenSpan.ToArray();
    }

    // The tags of the message are on the line that opens the batch. In a batch of ours it is a batch within it.
    // https://ircv3.net/specs/extensions/multiline
    private void WriteBatch(
        ArrayBufferWriter<byte> to, IReadOnlyList<MessagePart> parts, int shape, string? extraTag)
    {
        Line line = what.Line;
        string reference = stamp!.Value.Msgid;
        string[] open = ["+" + reference, MultilineSent.BatchType, line.Params[0]];
        Write(to, TagsOf(shape, line, extraTag), new Line(line.Source, "BATCH", open));
        foreach (MessagePart part in parts)
            Write(to, $"batch={reference}{(part.Concat ? ";" + MultilineSent.ConcatTag : "")}", With(line, part));
        bool within = extraTag?.StartsWith("batch=", StringComparison.Ordinal) == true;
        Write(to, within ? extraTag! : "", new Line(null, "BATCH", "-" + reference));
    }

    // Blank lines are left out; only the first has the msgid.
    private void WriteLines(
        ArrayBufferWriter<byte> to, IReadOnlyList<MessagePart> parts, int shape, string? extraTag)
    {
        bool first = true;
        foreach (MessagePart part in parts)
        {
            if (part.Text.Length == 0) continue;
            Write(to, TagsOf(shape, what.Line, extraTag, hasMsgid: first), With(what.Line, part));
            first = false;
        }
    }

    private void Write(ArrayBufferWriter<byte> to, string tags, Line line)
    {
        if (tags.Length > 0) Encoding.UTF8.GetBytes($"@{tags} ", to);
        line.WriteBody(to, serverName);
    }

    private static Line With(Line line, MessagePart part) => line with { Params = [line.Params[0], part.Text] };

    // Long names or echoed input can push a line over its limit: the text is cut, and if that is not enough, the
    // longest parameter. Messages were refused before they could.
    private Line Fitting(Line line)
    {
        for (int last = line.Params.Count - 1, cut = last; cut >= 0; cut--)
        {
            int over = line.BodyLength(serverName) - Limits.LineLen;
            if (over <= 0) break;
            int longest = cut == last ? last : line.Params.Index().MaxBy(p => p.Item.Length).Index;
            string[] args = [.. line.Params];
            args[longest] = Utf8Text.Truncate(args[longest], Encoding.UTF8.GetByteCount(args[longest]) - over);
            line = line with { Params = args };
        }

        return line;
    }

    private string TagsOf(int shape, Line line, string? extraTag, bool hasMsgid = true)
    {
        List<string> tags = [];
        if (FirstTag(line, extraTag) is { } first) tags.Add(first);
        if ((shape & Time) != 0) tags.Add(_time ??= "time=" + ServerTime.Show(stamp?.Time ?? time));
        if ((shape & MessageTags) != 0) AddMessageTags(tags, line, hasMsgid);
        if ((shape & Account) != 0) tags.Add("account=" + Tags.Escape(what.Account!));
        if ((shape & Rare) != 0) tags.Add(what.RelayedBy is { } nick ? "draft/relaymsg=" + nick : "draft/oper");
        return string.Join(';', tags);
    }

    private void AddMessageTags(List<string> tags, Line line, bool hasMsgid)
    {
        if (hasMsgid && stamp is { } at) tags.Add(_msgid ??= "msgid=" + at.Msgid);
        if (what.IsBot) tags.Add("bot");
        if (line.Tags.Count > 0 && !line.Tags.Contains("batch")) tags.Add(line.Tags.ToString());
    }

    // A line of an answer that is a batch itself keeps to that batch.
    private static string? FirstTag(Line line, string? extraTag) =>
        line.Tags["batch"] is { } batch ? "batch=" + batch : extraTag;
}
