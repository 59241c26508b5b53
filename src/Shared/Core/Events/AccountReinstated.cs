using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An account that was suspended can be used again: an operator said so, or its time is over.</summary>
[MessagePackObject]
public sealed record AccountReinstated([property: Key(0)] string Name) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Name) is { } account) edit.SetAccount(account with { Suspended = null });
    }
}
