using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>Nothing is heard of a leaf. Its users stay for the grace time; nobody is told anything yet.</summary>
[MessagePackObject]
public sealed record LeafLost([property: Key(0)] string Leaf, [property: Key(1)] ulong Incarnation) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.MarkLeaf(Leaf, isLost: true);
}
