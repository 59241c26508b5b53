using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// An invitation does not count any more, and the user who was invited is told.
/// https://modern.ircdocs.horse/#invite-message
/// </summary>
[MessagePackObject]
public sealed record InviteWithdrawn(
    [property: Key(0)] string Channel, [property: Key(1)] UserId User, [property: Key(2)] UserId By) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.RemoveInvite(Channel, User);

    public override void Announce(Network before, Audience to)
    {
        string text = $"You are no longer invited to {Channel}, says {before.FindUser(By)!.Nick}";
        to.User(User, Numeric.RPL_UNINVITED.For(before.FindUser(User)!.Nick, text));
    }
}
