using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>A channel's topic as one user is shown it: 332 and 333, or nothing when there is none.</summary>
static class TopicLines
{
    public static IEnumerable<Line> Of(Channel channel, Caller to) => channel.Topic is { } topic
        ?
        [
            RPL_TOPIC.For(to.Nick, channel.Name, topic.Text),
            RPL_TOPICWHOTIME.For(to.Nick, channel.Name, topic.SetBy,
                (topic.SetAt / 1000).ToString(CultureInfo.InvariantCulture)),
        ]
        : [];
}
