using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>Clients of an account are told of messages at other places than before (WEBPUSH).</summary>
/// <param name="Pushes">All of them.</param>
[MessagePackObject]
public sealed record AccountPushesSet(
    [property: Key(0)] string Name, [property: Key(1)] IReadOnlyList<PushSubscription> Pushes) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Name) is { } account) edit.SetAccount(account with { Pushes = Pushes });
    }
}
