using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// TOPIC channel [:text] - https://modern.ircdocs.horse/#topic-message
/// The topic that is there already is no change: it keeps its author and time, and nobody is told.
/// </summary>
static class TopicCommand
{
    [IrcCommand("TOPIC", At.Root, MinParams = 1,
        Takes = "channel [:topic]", Says = "Shows or sets a channel's topic.")]
    static Decision Handle(Network net, Caller by, Line line) => line.Params.Count == 1
        ? Show(net, by, line.Params[0])
        : Set(net, by, line.Params[0], line.Params[1]);

    private static Decision Show(Network net, Caller by, string name)
    {
        if (net.FindChannel(name) is not { } channel) return ERR_NOSUCHCHANNEL.For(by.Nick, name);
        if (!ChannelRules.MaySee(net, by.User, channel)) return ERR_NOTONCHANNEL.For(by.Nick, channel.Name);
        return channel.Topic is null
            ? RPL_NOTOPIC.For(by.Nick, channel.Name)
            : Decision.Reply(TopicLines.Of(channel, by));
    }

    private static Decision Set(Network net, Caller by, string name, string text)
    {
        if (!OwnChannel.TryFind(net, by, name, out Channel? channel, out Member self, out Line? outside))
            return outside;
        if (!ChannelRules.MaySetTopic(self, channel)) return ERR_CHANOPRIVSNEEDED.For(by.Nick, channel.Name);
        string topic = Cut(net, by, channel, text);
        return topic == (channel.Topic?.Text ?? "")
            ? Decision.Nothing
            : FilterGate.Pass(
                net, by, new ShownText(FilterPlaces.Topics, "TOPIC", channel.Name, [topic]),
                new TopicSet(channel.Name, by.Id, topic));
    }

    /// <summary>Cuts the text to what fits into TOPIC now, and into LIST's line later.</summary>
    private static string Cut(Network net, Caller by, Channel channel, string text)
    {
        Limits limits = net.Config.Limits;
        string longestNick = new('n', limits.NickLen);
        Line now = new(by.User.Hostmask, "TOPIC", channel.Name, "");
        Line later = RPL_LIST.For(longestNick, channel.Name, "1000000", "");
        return RelayRules.Cut(net, later, RelayRules.Cut(net, now, text, limits.TopicLen), limits.TopicLen);
    }
}
