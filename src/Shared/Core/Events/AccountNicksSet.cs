using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An account has other nicks besides its name.</summary>
/// <param name="Nicks">All of them.</param>
[MessagePackObject]
public sealed record AccountNicksSet(
    [property: Key(0)] string Name, [property: Key(1)] IReadOnlyList<string> Nicks) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Name) is { } account) edit.SetAccount(account with { Nicks = Nicks });
    }
}
