using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// What the network's digest was just before this event (SHA-256 of its snapshot), as the root has it. Every
/// replica compares its own: a difference is an alarm, and that replica is made anew.
/// </summary>
[MessagePackObject]
public sealed record DigestMarked([property: Key(0)] string Digest) : Event
{
    public override void ApplyTo(INetworkEditor edit) { }
}
