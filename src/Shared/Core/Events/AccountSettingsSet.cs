using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An account's owner changed what NICKSERV SET sets.</summary>
/// <param name="Settings">All of them, as they are now.</param>
[MessagePackObject]
public sealed record AccountSettingsSet(
    [property: Key(0)] string Name, [property: Key(1)] AccountSettings Settings) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Name) is { } account)
            edit.SetAccount(account with { Settings = Settings.IsEmpty ? null : Settings });
    }
}
