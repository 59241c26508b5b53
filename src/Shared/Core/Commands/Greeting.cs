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
        UserResumed => [new Line(null, "RESUME", "SUCCESS", greeted.Nick), .. Attached(after, greeted)],
        SessionAttached => Attached(after, greeted),
        ChannelJoined joined => TopicLines.Of(after.FindChannel(joined.Channel)!, greeted),
        ChannelRenamed renamed => Renamed(after.FindChannel(renamed.Name)!, greeted),
        _ => [],
    };

    /// <summary>The part that comes after that and may be long: names.</summary>
    public static IEnumerable<LongAnswer> AtLength(Event happened, Network after, Caller greeted) =>
        // https://ircv3.net/specs/extensions/no-implicit-names
        greeted.Has(Capabilities.NoImplicitNames) ? [] : happened switch
        {
            UserResumed or SessionAttached =>
                after.ChannelsOf(greeted.Id).Select(channel => new NamesLines(channel.Name)),
            ChannelJoined joined => [new NamesLines(joined.Channel)],
            ChannelRenamed renamed when !greeted.Has(Capabilities.ChannelRename) => [new NamesLines(renamed.Name)],
            _ => [],
        };

    // Its user is in channels already.
    private static IEnumerable<Line> Attached(Network after, Caller greeted) =>
    [
        .. Welcome.Lines(after, greeted),
        .. greeted.User.Away is null ? Array.Empty<Line>() : [Numeric.RPL_NOWAWAY.For(greeted.Nick)],
        .. after.ChannelsOf(greeted.Id).SelectMany(channel => Known(after, channel, greeted)),
    ];

    // A client that knows RENAME needs nothing more.
    private static IEnumerable<Line> Renamed(Channel channel, Caller greeted) =>
        greeted.Has(Capabilities.ChannelRename) ? [] : Joined(channel, greeted);

    // With how far the user has read there: before the names.
    private static IEnumerable<Line> Known(Network after, Channel channel, Caller greeted) =>
    [
        .. Joined(channel, greeted),
        .. greeted.Has(Capabilities.ReadMarker)
            ? [Markread.Told(channel.Name, after.ReadMarkerOf(greeted.Id, channel.Name))]
            : Array.Empty<Line>(),
    ];

    private static IEnumerable<Line> Joined(Channel channel, Caller greeted)
    {
        Announcement join = JoinLine.Of(greeted.User, channel.Name);
        return [greeted.Has(join.Needs) ? join.Line : join.Without!, .. TopicLines.Of(channel, greeted)];
    }
}
