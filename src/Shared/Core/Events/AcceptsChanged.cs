using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>Whom a user accepts messages from, all of them. Nobody is told.</summary>
[MessagePackObject]
public sealed record AcceptsChanged(
    [property: Key(0)] UserId User, [property: Key(1)] IReadOnlyList<UserId> Accepts) : Event
{
    public override void ApplyTo(INetworkEditor edit) =>
        edit.ReplaceUser(edit.FindUser(User) with { Accepts = Accepts });
}
