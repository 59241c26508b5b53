using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>The active root hands over: the standby named takes over at once, any other only if it does not.</summary>
[MessagePackObject]
public sealed record RootResigned([property: Key(0)] ulong Epoch, [property: Key(1)] string To) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetSuccessor(To);
}
