using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A leaf's process began; users of its earlier processes are quit by events that follow.</summary>
[MessagePackObject]
public sealed record LeafStarted([property: Key(0)] string Leaf, [property: Key(1)] ulong Incarnation) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetLeaf(Leaf, Incarnation);
}
