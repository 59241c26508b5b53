using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A user came into a channel; the first one creates it, with the modes named.
/// https://modern.ircdocs.horse/#join-message
/// </summary>
[MessagePackObject]
public sealed record ChannelJoined(
    [property: Key(0)] string Channel, [property: Key(1)] UserId User, [property: Key(2)] MemberModes Modes) : Event
{
    /// <summary>The channel begins with this join, and with these modes.</summary>
    [Key(3)] public ChannelModes? Created { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        if (Created is { } modes)
            edit.AddChannel(new Channel { Name = Channel, Created = edit.Stamp.Time, Modes = modes });
        edit.AddMember(Channel, User, Modes);
    }

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        Line extended = new(user.Hostmask, "JOIN", Channel, user.Account ?? "*", user.Realname) { Trailing = true };
        Announcement join = new(extended)
        {
            Needs = Capabilities.ExtendedJoin, Without = new Line(user.Hostmask, "JOIN", Channel), From = user,
        };
        to.Channel(Channel, join);
        to.User(User, join);
        if (user.Away is { } away)
            to.Channel(Channel, new Announcement(new Line(user.Hostmask, "AWAY", away) { Trailing = true })
            {
                Needs = Capabilities.AwayNotify, From = user,
            });
    }

    public override UserId? Greets() => User;

    public override IEnumerable<Line> Greet(Network after, Caller greeted)
    {
        Channel channel = after.FindChannel(Channel)!;
        return [.. TopicLines.Of(channel, greeted), .. NamesLines.Of(after, channel, greeted)];
    }
}
