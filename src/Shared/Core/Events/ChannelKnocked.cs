using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A user who cannot join asks for an invitation: members who could invite them are told.
/// https://defs.ircdocs.horse/defs/numerics#rpl-knock-710
/// </summary>
[MessagePackObject]
public sealed record ChannelKnocked(
    [property: Key(0)] string Channel, [property: Key(1)] UserId User, [property: Key(2)] string? Reason) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        edit.MarkActive(User);
        edit.ReplaceUser(edit.FindUser(User) with { KnockedAt = edit.Stamp.Time });
        edit.ReplaceChannel(edit.FindChannel(Channel) with { KnockedAt = edit.Stamp.Time });
    }

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        to.Channel(Channel, new Announcement(Line(user)) { From = user }, atLeast: MemberModes.Operator);
    }

    /// <summary>The line as its receivers get it: addressed to the channel, so that it is one for all.</summary>
    public Line Line(User user)
    {
        Numeric knock = Numeric.RPL_KNOCK;
        if (Reason is not null) knock = knock with { Text = $"has asked for an invite: {Reason}" };
        return knock.For(Channel, Channel, user.Hostmask);
    }
}
