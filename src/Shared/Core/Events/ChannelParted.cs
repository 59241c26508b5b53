using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A user left a channel. https://modern.ircdocs.horse/#part-message</summary>
[MessagePackObject]
public sealed record ChannelParted(
    [property: Key(0)] string Channel, [property: Key(1)] UserId User, [property: Key(2)] string? Reason) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.RemoveMember(Channel, User);

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        Line part = Reason is null
            ? new Line(user.Hostmask, "PART", Channel)
            : new Line(user.Hostmask, "PART", Channel, Reason) { Trailing = true };
        to.Witnesses(before, Channel, User, new Announcement(part) { From = user });
    }
}
