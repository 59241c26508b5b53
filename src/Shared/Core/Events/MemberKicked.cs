using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A member was put out of a channel; they are told too. https://modern.ircdocs.horse/#kick-message</summary>
[MessagePackObject]
public sealed record MemberKicked(
    [property: Key(0)] string Channel, [property: Key(1)] UserId User, [property: Key(2)] UserId By,
    [property: Key(3)] string Reason) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.RemoveMember(Channel, User);

    public override void Announce(Network before, Audience to)
    {
        User by = before.FindUser(By)!;
        Line kick = new(by.Hostmask, "KICK", Channel, before.FindUser(User)!.Nick, Reason) { Trailing = true };
        Announcement told = new(kick) { From = by };
        to.Witnesses(before, Channel, User, told);
        if (before.FindMember(Channel, User) is { IsHidden: true }) to.User(By, told);
    }
}
