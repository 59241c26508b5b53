using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An account's owner said whether others may take its nicks.</summary>
[MessagePackObject]
public sealed record AccountEnforcementSet(
    [property: Key(0)] string Name, [property: Key(1)] NickEnforcement Enforcement) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Name) is { } account) edit.SetAccount(account with { Enforcement = Enforcement });
    }
}
