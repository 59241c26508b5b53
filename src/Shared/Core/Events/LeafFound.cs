using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A leaf that was lost speaks again: the same process, with its users.</summary>
[MessagePackObject]
public sealed record LeafFound([property: Key(0)] string Leaf, [property: Key(1)] ulong Incarnation) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.MarkLeaf(Leaf, isLost: false);
}
