using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A user was invited to a channel. They are told, and so are members with invite-notify who could have invited them.
/// https://modern.ircdocs.horse/#invite-message https://ircv3.net/specs/extensions/invite-notify
/// </summary>
[MessagePackObject]
public sealed record UserInvited(
    [property: Key(0)] string Channel, [property: Key(1)] UserId User, [property: Key(2)] UserId By) : Event
{
    /// <summary>The inviter was entitled to let people in: the invitation overrides +b, +i, +k and +l.</summary>
    [Key(3)] public bool LetsIn { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        if (LetsIn) edit.AddInvite(Channel, User);
    }

    public override void Announce(Network before, Audience to)
    {
        User by = before.FindUser(By)!;
        Announcement invite = new(new Line(by.Hostmask, "INVITE", before.FindUser(User)!.Nick, Channel)) { From = by };
        to.User(User, invite);
        to.Channel(Channel, invite with { Needs = Capabilities.InviteNotify }, except: By, atLeast: MemberModes.Halfop);
    }
}
