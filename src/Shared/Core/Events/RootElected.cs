using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A root became the active one. The log refuses the next append of the root before it.</summary>
[MessagePackObject]
public sealed record RootElected([property: Key(0)] ulong Epoch, [property: Key(1)] string Node) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetRoot(Epoch, Node);
}
