using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// The root is about to decide requests that an earlier root never answered, from the first to the last. If the last is
/// before the first, none is on trial: the requests before were decided, and the root lived. If a root ends after this
/// event, one of these requests may have ended it.
/// </summary>
[MessagePackObject]
public sealed record RequestsTried(
    [property: Key(0)] string Leaf, [property: Key(1)] ulong Incarnation, [property: Key(2)] ulong First,
    [property: Key(3)] ulong Last) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.Try(Leaf, Incarnation, First, Last);
}
