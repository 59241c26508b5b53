using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An account has another vhost, or none, or asked for one. Hosts of users change by other events.</summary>
/// <param name="Vhost">As it is now; null: there is none, and none is asked for.</param>
[MessagePackObject]
public sealed record AccountVhostSet(
    [property: Key(0)] string Name, [property: Key(1)] Vhost? Vhost) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Name) is { } account) edit.SetAccount(account with { Vhost = Vhost });
    }
}
