using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// MARKREAD target [timestamp=…]: up to when messages were read - https://ircv3.net/specs/extensions/read-marker
/// The markers of who is logged in are the user's, and all of their connections are told of them; those of others are
/// the connection's own, and their leaf keeps them.
/// </summary>
[IrcCommand("MARKREAD", At.Session, Reads = true)]
public static class Markread
{
    private const string Timestamp = "timestamp=";

    /// <summary>Whether the root has to decide it.</summary>
    public static bool IsOfUser(Network net, User user, Line line) =>
        line.Params.Count > 1 && user.Account is not null && SessionRules.IsOn(net.Config)
        && Refusal(net, line) is null;

    [IrcCommand("MARKREAD", At.Root,
        Takes = "target [timestamp=…]", Says = "Marks up to when you have read, or tells it.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (Refusal(net, line) is { } refusal) return refusal;
        string target = TargetOf(net, line);
        long? before = net.ReadMarkerOf(by.Id, target), time = TimeOf(line, by.Now);
        if (time is not { } read || read <= before) return Told(target, before);
        return new ReadMarkerSet(by.Id, target, read);
    }

    /// <summary>What is wrong with the line; null: nothing is.</summary>
    public static Line? Refusal(Network net, Line line)
    {
        if (line.Params is not [{ Length: > 0 } asked, ..]) return Fail("NEED_MORE_PARAMS", "Missing parameters");
        Limits limits = net.Config.Limits;
        bool isTarget = asked.StartsWith('#')
            ? Names.IsChannel(asked, limits.ChannelLen)
            : Names.IsNick(asked, limits.NickLen);
        if (!isTarget) return Fail("INVALID_PARAMS", "That is neither a channel nor a nick", asked);
        return line.Params.Count == 1 || TimeOf(line, long.MaxValue) is not null
            ? null
            : Fail(
                "INVALID_PARAMS", "The time is given as timestamp=YYYY-MM-DDThh:mm:ss.sssZ", asked, line.Params[1]);
    }

    /// <summary>What it is about, as it is written where it is known.</summary>
    public static string TargetOf(Network net, Line line) =>
        net.FindChannel(line.Params[0])?.Name ?? net.FindUser(line.Params[0])?.Nick ?? line.Params[0];

    /// <summary>The time that it sets (Unix milliseconds), which is none to come; null: it sets none.</summary>
    public static long? TimeOf(Line line, long now) =>
        line.Params is [_, var text, ..] && text.StartsWith(Timestamp, StringComparison.Ordinal)
        && ServerTime.TryParse(text[Timestamp.Length..], out long time)
            ? Math.Min(time, now)
            : null;

    /// <summary>How far was read there, as clients are told.</summary>
    public static Line Told(string target, long? time) => ReadMarkerSet.Told(target, time);

    public static Line Fail(string code, string why, params string[] context) =>
        StandardReply.Fail("MARKREAD", code, why, context);
}
