using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A connection became a user. The user is shown the welcome; of others only those who monitor the nick are told.
/// </summary>
[MessagePackObject]
public sealed record UserRegistered([property: Key(0)] User User) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.AddUser(User with { SignedOn = edit.Stamp.Time });

    public override void Announce(Network before, Audience to) =>
        to.Watchers(User.Nick, Numeric.RPL_MONONLINE, User.Hostmask);

    public override UserId? Greets() => User.Id;
}
