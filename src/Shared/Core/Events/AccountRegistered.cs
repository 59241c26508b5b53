using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A user registered their nick as an account. Nobody is told but the user, by the answer.
/// https://ircv3.net/specs/extensions/account-registration
/// </summary>
/// <param name="Secret">The verifier of the password, sealed: only roots can open it.</param>
[MessagePackObject]
public sealed record AccountRegistered(
    [property: Key(0)] string Name, [property: Key(1)] ReadOnlyMemory<byte> Secret) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetAccount(new Account
    {
        Name = Name, RegisteredAt = edit.Stamp.Time, Secret = Secret,
    });
}
