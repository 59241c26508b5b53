using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An account was not verified in time: it is none, and its name is free.</summary>
[MessagePackObject]
public sealed record AccountLapsed([property: Key(0)] string Account) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Account) is { IsUnverified: true }) edit.RemoveAccount(Account);
    }
}
