using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>The public part of the configuration changed; every process switches at this position.</summary>
[MessagePackObject]
public sealed record ConfigChanged([property: Key(0)] NetworkConfig Config) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetConfig(Config);
}
