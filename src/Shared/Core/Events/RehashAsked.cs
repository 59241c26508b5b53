using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// An operator asked every root to read its configuration file again. Each does when it comes to this, and tells what
/// came of it (<see cref="RehashEnded"/>). https://modern.ircdocs.horse/#rehash-message
/// </summary>
[MessagePackObject]
public sealed record RehashAsked([property: Key(0)] UserId By) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.MarkActive(By);
}
