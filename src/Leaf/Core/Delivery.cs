using System.Buffers;
using System.Globalization;
using System.Text;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// One announcement on its way to many sessions: encoded once for each shape a session can have, not once for each
/// session. What a session's capabilities do to a line is decided here and nowhere else.
/// </summary>
sealed class Delivery(Announcement what, Stamp? stamp, long time, string serverName)
{
    // Bits of a shape: server-time, message-tags, account-tag, and the line for those without the capability.
    private const int Time = 1, MessageTags = 2, Account = 4, Without = 8, Shapes = 16;
    private readonly byte[]?[] _encoded = new byte[Shapes][];
    private string? _time, _msgid;

    public bool IsEcho => what.IsEcho;

    /// <summary>The bytes for a session with these capabilities; null when it is told nothing.</summary>
    public byte[]? For(Capabilities has) =>
        ShapeOf(has) is { } shape ? _encoded[shape] ??= Encode(shape, extraTag: null) : null;

    /// <summary>The same with one more tag (label or batch); null when it is told nothing.</summary>
    public byte[]? For(Capabilities has, string extraTag) =>
        ShapeOf(has) is { } shape ? Encode(shape, extraTag) : null;

    private int? ShapeOf(Capabilities has)
    {
        bool needs = (has & what.Needs) == what.Needs;
        if (!needs && what.Without is null) return null;
        int shape = needs ? 0 : Without;
        if ((has & Capabilities.ServerTime) != 0) shape |= Time;
        if ((has & Capabilities.MessageTags) != 0) shape |= MessageTags;
        if ((has & Capabilities.AccountTag) != 0 && what.From?.Account is not null) shape |= Account;
        return shape;
    }

    private byte[] Encode(int shape, string? extraTag)
    {
        Line line = (shape & Without) != 0 ? what.Without! : what.Line;
        ArrayBufferWriter<byte> to = new(256);
        string tags = TagsOf(shape, line, extraTag);
        if (tags.Length > 0) Encoding.UTF8.GetBytes($"@{tags} ", to);
        Fitting(line).WriteBody(to, serverName);
        return to.WrittenSpan.ToArray();
    }

    // Long names can push a text over the limit of a line; messages were refused before they could.
    private Line Fitting(Line line)
    {
        int over = line.BodyLength(serverName) - Limits.LineLen;
        if (over <= 0 || line.Params.Count == 0) return line;
        string last = line.Params[^1];
        return line with
        {
            Params = [.. line.Params.SkipLast(1), Utf8Text.Truncate(last, Encoding.UTF8.GetByteCount(last) - over)],
        };
    }

    private string TagsOf(int shape, Line line, string? extraTag)
    {
        List<string> tags = [];
        if (extraTag is not null) tags.Add(extraTag);
        if ((shape & Time) != 0) tags.Add(_time ??= "time=" + Show(stamp?.Time ?? time));
        if ((shape & MessageTags) != 0)
        {
            if (stamp is { } at) tags.Add(_msgid ??= "msgid=" + at.Msgid);
            if (what.From?.Has(UserModes.Bot) == true) tags.Add("bot");
            if (line.Tags.Count > 0) tags.Add(line.Tags.ToString());
        }

        if ((shape & Account) != 0) tags.Add("account=" + Tags.Escape(what.From!.Account!));
        return string.Join(';', tags);
    }

    // https://ircv3.net/specs/extensions/server-time
    private static string Show(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
