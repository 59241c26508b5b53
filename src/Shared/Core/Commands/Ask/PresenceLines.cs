using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// What MONITOR tells of nicks, on as few lines as hold them. https://ircv3.net/specs/extensions/monitor
/// </summary>
public static class PresenceLines
{
    /// <summary>Which of the nicks are online (730, with their hostmasks) and which are not (731).</summary>
    public static IEnumerable<Line> Of(Network net, string asker, IEnumerable<string> nicks)
    {
        List<string> online = [], offline = [];
        foreach (string nick in nicks)
        {
            if (net.FindUser(nick) is { } user) online.Add(user.Hostmask);
            else offline.Add(nick);
        }

        return
        [
            .. Packed.Lines(net, online, text => RPL_MONONLINE.For(asker, text), ','),
            .. Packed.Lines(net, offline, text => RPL_MONOFFLINE.For(asker, text), ','),
        ];
    }

    /// <summary>The nicks themselves: 732 as often as needed, then 733.</summary>
    public static IEnumerable<Line> ListOf(Network net, string asker, IEnumerable<string> nicks) =>
    [
        .. Packed.Lines(net, nicks, text => RPL_MONLIST.For(asker, text), ','),
        RPL_ENDOFMONLIST.For(asker),
    ];
}
