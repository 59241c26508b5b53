using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A leaf has been lost for long. The network forgets what its requests came to, and remembers only that they were
/// taken, so that none is repeated. With <paramref name="Entirely"/> it forgets that, too.
/// </summary>
[MessagePackObject]
public sealed record LeafForgotten(
    [property: Key(0)] string Leaf, [property: Key(1)] ulong Incarnation, [property: Key(2)] bool Entirely) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.ForgetLeaf(Leaf, Incarnation, Entirely);
}
