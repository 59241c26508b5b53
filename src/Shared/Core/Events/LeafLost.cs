using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A leaf is not heard any more. Its users stay for the grace time; nobody is told yet.</summary>
[MessagePackObject]
public sealed record LeafLost([property: Key(0)] string Leaf, [property: Key(1)] ulong Incarnation) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.MarkLeaf(Leaf, isLost: true);
}
