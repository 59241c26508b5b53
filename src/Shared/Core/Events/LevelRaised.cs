using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// Every process knows this level: from here on, what it introduced may be decided and asked
/// (<see cref="Wire.Levels"/>).
/// </summary>
[MessagePackObject]
public sealed record LevelRaised([property: Key(0)] int Level) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetLevel(Level);
}
