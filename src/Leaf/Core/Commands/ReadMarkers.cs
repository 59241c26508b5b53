using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// MARKREAD target [timestamp=…]: up to when the user has read a channel's or somebody's messages. Kept for the
/// session.
/// https://ircv3.net/specs/extensions/read-marker
/// </summary>
sealed class ReadMarkers(Replica replica, Output output) : ISessionHandler
{
    private const string Name = "MARKREAD", Timestamp = "timestamp=";

    // Channels and nicks of which a session's markers are kept.
    private const int TargetsMax = 500;

    public string Verb => Name;

    /// <summary>How far the session has read there, as it is told.</summary>
    public static Line LineOf(Session session, string target, Folded folded) => new(
        null, Name, target,
        session.ReadMarkers?.TryGetValue(folded, out long time) == true ? Timestamp + ServerTime.Show(time) : "*");

    public void Handle(Session session, Line line) => output.Tell(session, Answer(session, line));

    private Line Answer(Session session, Line line)
    {
        if (line.Params is not [{ Length: > 0 } asked, ..])
            return StandardReply.Fail(Name, "NEED_MORE_PARAMS", "Missing parameters");
        if (!IsTarget(asked)) return Invalid("That is neither a channel nor a nick", asked);
        string target = replica.Network.FindChannel(asked)?.Name ?? replica.Network.FindUser(asked)?.Nick ?? asked;
        Folded folded = replica.Network.Fold(target);
        if (line.Params.Count > 1 && Set(session, asked, folded, line.Params[1]) is { } refusal) return refusal;
        return LineOf(session, target, folded);
    }

    private bool IsTarget(string name) => name.StartsWith('#')
        ? Names.IsChannel(name, replica.Config.Limits.ChannelLen)
        : Names.IsNick(name, replica.Config.Limits.NickLen);

    // The time only ever grows, and is none to come.
    private Line? Set(Session session, string asked, Folded target, string text)
    {
        if (!text.StartsWith(Timestamp, StringComparison.Ordinal)
            || !ServerTime.TryParse(text[Timestamp.Length..], out long time))
            return Invalid("The time is given as timestamp=YYYY-MM-DDThh:mm:ss.sssZ", asked, text);
        Dictionary<Folded, long> markers = session.ReadMarkers ??= [];
        if (!markers.TryGetValue(target, out long before) && markers.Count >= TargetsMax)
            return StandardReply.Fail(
                Name, "INTERNAL_ERROR", "This is marked for too many channels and nicks", asked);
        markers[target] = Math.Max(before, Math.Min(time, replica.Time));
        return null;
    }

    private static Line Invalid(string why, params string[] context) =>
        StandardReply.Fail(Name, "INVALID_PARAMS", why, context);
}
