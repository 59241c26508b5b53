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
    /// <summary>The e-mail address that is to be verified before anybody can log in, sealed; empty: none is.</summary>
    [Key(2)] public ReadOnlyMemory<byte> Address { get; init; }
    /// <summary>Who is told if no mail can be sent there; null: whoever has the nick then.</summary>
    [Key(3)] public UserId? By { get; init; }

    public override void ApplyTo(INetworkEditor edit) => edit.SetAccount(new Account
    {
        Name = Name, RegisteredAt = edit.Stamp.Time, Secret = Secret,
        Unproved = Address.IsEmpty
            ? null
            : new MailedCode(MailKind.NewAccount, edit.Stamp.Time, Address) { AskedBy = By },
    });
}
