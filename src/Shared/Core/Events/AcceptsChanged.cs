using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>The users from whom a user accepts messages: the whole list. Nobody is told.</summary>
[MessagePackObject]
public sealed record AcceptsChanged(
    [property: Key(0)] UserId User, [property: Key(1)] IReadOnlyList<UserId> Accepts) : Event
{
    public override void ApplyTo(INetworkEditor edit) =>
        edit.ReplaceUser(edit.FindUser(User) with { Accepts = Accepts });
}
