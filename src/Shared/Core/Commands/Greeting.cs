using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// What a session is shown after an event that greets it (<see cref="Event.Greets"/>): the welcome, a channel's topic
/// and names. It sees the state just after the event.
/// </summary>
public static class Greeting
{
    public static IEnumerable<Line> Of(Event happened, Network after, Caller greeted) => happened switch
    {
        UserRegistered => Welcome.Lines(after, greeted),
        UserResumed => Resumed(after, greeted),
        ChannelJoined joined => Entered(after, after.FindChannel(joined.Channel)!, greeted),
        ChannelRenamed renamed => Renamed(after, after.FindChannel(renamed.Name)!, greeted),
        _ => [],
    };

    private static IEnumerable<Line> Resumed(Network after, Caller greeted) =>
    [
        new Line(null, "RESUME", "SUCCESS", greeted.Nick),
        .. Welcome.Lines(after, greeted),
        .. greeted.User.Away is null ? Array.Empty<Line>() : [Numeric.RPL_NOWAWAY.For(greeted.Nick)],
        .. after.ChannelsOf(greeted.Id).SelectMany(c => Joined(after, c, greeted)),
    ];

    // A client that knows RENAME has been told by it, and needs nothing more.
    private static IEnumerable<Line> Renamed(Network after, Channel channel, Caller greeted) =>
        greeted.Has(Capabilities.ChannelRename) ? [] : Joined(after, channel, greeted);

    private static IEnumerable<Line> Joined(Network after, Channel channel, Caller greeted)
    {
        Announcement join = JoinLine.Of(greeted.User, channel.Name);
        Line shown = greeted.Has(join.Needs) ? join.Line : join.Without!;
        return [shown, .. Entered(after, channel, greeted)];
    }

    // https://ircv3.net/specs/extensions/no-implicit-names
    private static IEnumerable<Line> Entered(Network after, Channel channel, Caller greeted)
    {
        IEnumerable<Line> topic = TopicLines.Of(channel, greeted);
        return greeted.Has(Capabilities.NoImplicitNames)
            ? topic
            : [.. topic, .. NamesLines.Of(after, channel, greeted)];
    }
}
