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
            edit.AddChannel(new Channel
            {
                Name = Channel, Created = edit.Stamp.Time, Modes = modes, Founded = edit.Stamp.Mark,
            });
        Channel channel = edit.FindChannel(Channel);
        // The users of a lost or drained leaf come back all at once: +j and +F do not take that for a flood.
        if ((channel.Throttle is not null || channel.Flood?.Joins is not null) && !edit.MayReturn(User))
            edit.ReplaceChannel(channel with
            {
                Throttle = channel.Throttle?.Count(edit.Stamp.Time), Flood = channel.Flood?.Join(edit.Stamp.Time),
            });
        edit.AddMember(Channel, User, Modes, MemberIn(channel).IsHidden);
    }

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        if (before.FindChannel(Channel) is { } channel)
        {
            JoinLine.Tell(to, channel, user, MemberIn(channel));
            JoinLine.TellStatus(to, channel, user, MemberIn(channel));
        }

        to.User(User, JoinLine.Of(user, Channel));
    }

    private Member MemberIn(Channel channel) => new(Modes, 0)
    {
        IsHidden = channel.Has(ChannelModes.DelayedJoin) && Modes == MemberModes.None,
    };

    public override UserId? Greets() => User;
}
