using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An operator had all that an account said before taken out of the histories.</summary>
/// <param name="Account">As it was registered; it need not be any more.</param>
[MessagePackObject]
public sealed record AccountForgotten([property: Key(0)] UserId By, [property: Key(1)] string Account) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.MarkForgotten(Account);
}
