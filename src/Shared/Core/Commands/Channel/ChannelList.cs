using System.Globalization;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>LIST [channels, masks and conditions] - https://modern.ircdocs.horse/#list-message</summary>
static class ChannelList
{
    [IrcCommand("LIST", At.Leaf)]
    static Decision Handle(Network net, Caller by, Line line)
    {
        ChannelFilter filter = ChannelFilter.Parse(line.Params.SelectMany(p => p.Split(',')), by.Now);
        int most = by.User.IsOper ? int.MaxValue - 1 : net.Config.Limits.AnswerLines;
        List<Line> found = [.. net.Channels
            .Where(channel => ChannelRules.MaySee(net, by.User, channel))
            .Select(channel => (channel, members: net.MembersOf(channel.Name).Count))
            .Where(row => filter.Passes(row.channel, row.members, net.Config.Casemapping))
            .Take(most + 1)
            .Select(row => Row(by, row.channel, row.members))];
        IEnumerable<Line> cut = found.Count > most ? [ERR_TOOMANYMATCHES.For(by.Nick, "LIST")] : [];
        return Decision.Reply(
        [
            RPL_LISTSTART.For(by.Nick, "Channel"), .. found.Take(most), .. cut, RPL_LISTEND.For(by.Nick),
        ]);
    }

    private static Line Row(Caller by, Channel channel, int members) => RPL_LIST.For(
        by.Nick, channel.Name, members.ToString(CultureInfo.InvariantCulture), channel.Topic?.Text ?? "");
}
