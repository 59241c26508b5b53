using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// An account was given up. Its name stays taken. Its password, certificates, other nicks, vhost and e-mail address are
/// gone, it is on no channel's access list any more, and the users who are logged in to it are quit with it. Its own
/// channels are unregistered besides.
/// </summary>
[MessagePackObject]
public sealed record AccountUnregistered([property: Key(0)] string Name) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        edit.TakeOffAccess(Name);
        if (edit.FindAccount(Name) is not { } account) return;
        edit.SetAccount(account with
        {
            Secret = default, Certfps = [], Suspended = null, IsUnregistered = true, Nicks = [],
            Enforcement = NickEnforcement.Default, Vhost = null, Email = default, Unproved = null, Reset = null,
            Settings = null, Devices = [],
        });
    }
}
