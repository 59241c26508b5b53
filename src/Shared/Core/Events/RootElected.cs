using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A root became the active one. Whoever was it before fails its next append.</summary>
[MessagePackObject]
public sealed record RootElected([property: Key(0)] ulong Epoch, [property: Key(1)] string Node) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetRoot(Epoch, Node);
}
