using System.Globalization;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>LIST [channels, masks and conditions] - https://modern.ircdocs.horse/#list-message</summary>
static class ChannelList
{
    [IrcCommand("LIST", At.Leaf, Looks = nameof(Looks),
        Takes = "[channels|conditions]", Says = "Lists channels, how many are in each, and the topics.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        long wait = by.User.SignedOn + net.Config.Channels.ListDelay - by.Now;
        if (wait <= 0 || by.User.IsOper) return new Listing(FilterOf(net, by, line));
        string text = $"You may list channels in {Duration.Show((wait + 999) / 1000 * 1000)}";
        return Decision.Reply((RPL_TRYAGAIN with { Text = text }).For(by.Nick, "LIST"), RPL_LISTEND.For(by.Nick));
    }

    // Each channel is compared with each mask. Channels that are named are found directly.
    private static long Looks(Network net, Caller by, Line line)
    {
        ChannelFilter filter = FilterOf(net, by, line);
        return filter.Names?.Count ?? (long)net.Channels.Count * (1 + filter.Masks);
    }

    private static ChannelFilter FilterOf(Network net, Caller by, Line line) =>
        ChannelFilter.Parse(line.Params.SelectMany(p => p.Split(',')), net.Config.Casemapping, by.Now);

    private sealed class Listing(ChannelFilter filter)
        : LongAnswer<string>(StringComparer.Ordinal, atATime: 16, ahead: 512)
    {
        private int _shown;

        protected override IEnumerable<Line> Head(Network net, Caller by) => [RPL_LISTSTART.For(by.Nick, "Channel")];

        protected override IEnumerable<string> Keys(Network net) =>
            filter.Names ?? net.ChannelNames.Select(name => name.ToString());

        protected override IEnumerable<Line> Show(Network net, Caller by, IReadOnlyList<string> keys)
        {
            foreach (string name in keys)
            {
                if (net.FindChannel(name) is not { } channel || !ChannelRules.MaySee(net, by.User, channel)) continue;
                int members = net.MembersOf(name).Count;
                if (!filter.Passes(channel, members)) continue;
                if (_shown++ == net.Config.Limits.AnswerLines && !by.User.IsOper)
                {
                    EndHere();
                    yield return ERR_TOOMANYMATCHES.For(by.Nick, "LIST");
                    yield break;
                }

                yield return RPL_LIST.For(
                    by.Nick, channel.Name, members.ToString(CultureInfo.InvariantCulture), channel.Topic?.Text ?? "");
            }
        }

        protected override IEnumerable<Line> Tail(Network net, Caller by) => [RPL_LISTEND.For(by.Nick)];
    }
}
