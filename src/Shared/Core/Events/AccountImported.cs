using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An account came from another network, with all that was known of it there. Nobody is told.</summary>
/// <param name="Account">As it is now; secrets in it are sealed.</param>
[MessagePackObject]
public sealed record AccountImported([property: Key(0)] Account Account) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetAccount(Account);
}
