using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>CHATHISTORY LATEST, BEFORE, AFTER, AROUND, BETWEEN or TARGETS: pages of what was said -
/// https://ircv3.net/specs/extensions/chathistory</summary>
[IrcCommand("CHATHISTORY", At.Session, Reads = true, Looks = nameof(Looks),
    Takes = "LATEST|BEFORE|AFTER|AROUND|BETWEEN|TARGETS [target] msgid=…|timestamp=… limit",
    Says = "Shows a page of what was said, for clients that know it.")]
static class Chathistory
{
    private static long Looks(Network net, Caller by, Line line) =>
        HistoryPrice.Of(net, line.Params.Count > 0 ? line.Params[^1] : null);
}

/// <summary>HISTORY target [messages, or a time]: what was said last, for people whose clients cannot ask -
/// https://ircv3.net/specs/extensions/chathistory</summary>
[IrcCommand("HISTORY", At.Session, MinParams = 1, Reads = true, Looks = nameof(Looks),
    Takes = "target [messages|time]", Says = "Shows what was said last, such as HISTORY #help 20.")]
static class History
{
    private static long Looks(Network net, Caller by, Line line) =>
        HistoryPrice.Of(net, line.Params.ElementAtOrDefault(1));
}

/// <summary>PRIVMSG *playback :PLAY …, which clients that know ZNC say. https://wiki.znc.in/Playback</summary>
[IrcCommand("PRIVMSG", At.Session, Reads = true)]
static class PlaybackMessage;

/// <summary>ZNC *playback PLAY …: the same - https://wiki.znc.in/Playback</summary>
[IrcCommand("ZNC", At.Session, MinParams = 1, Reads = true, Looks = nameof(Looks),
    Takes = "*playback PLAY target [from [to]]", Says = "Plays back what was said, for clients that know ZNC.")]
static class Znc
{
    private static long Looks(Network net, Caller by, Line line) => HistoryPrice.Of(net, null);
}

/// <summary>What it costs to read a history.</summary>
static class HistoryPrice
{
    // A message of a page is as dear as comparing with so many masks.
    private const int OfMessage = 50;

    /// <param name="asked">The number of messages as it was written; what is none costs as much as the most.</param>
    public static long Of(Network net, string? asked)
    {
        int most = net.Config.History.MaxMessages;
        return OfMessage * (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out int messages)
            ? Math.Min(messages, most) : most);
    }
}
