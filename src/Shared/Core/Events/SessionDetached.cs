using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// One of a user's connections ended. The user stays, with the others or (always-on) without any, and nobody else is
/// told. docs/bouncer.md
/// </summary>
/// <param name="Reason">The connection is told it, if it is still there.</param>
[MessagePackObject]
public sealed record SessionDetached(
    [property: Key(0)] UserId User, [property: Key(1)] SessionId Session, [property: Key(2)] string Reason) : Event
{
    public override void ApplyTo(INetworkEditor edit) =>
        edit.ReplaceUser(edit.FindUser(User).Without(Session, edit.Stamp.Time));

    public override void Announce(Network before, Audience to) => to.Close(User, Session, Reason);
}
