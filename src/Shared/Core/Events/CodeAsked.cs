using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A code is to be mailed: to the new address of an account, or because its password was forgotten. The active root
/// sends the mail when the log has this.
/// </summary>
/// <param name="Address">Sealed; empty: the address that the account has.</param>
/// <param name="By">Who is told if no mail can be sent there; null: nobody, because it may be anybody who asks.</param>
[MessagePackObject]
public sealed record CodeAsked(
    [property: Key(0)] string Account, [property: Key(1)] MailKind Kind,
    [property: Key(2)] ReadOnlyMemory<byte> Address, [property: Key(3)] UserId? By) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Account) is not { } account) return;
        MailedCode asked = new(Kind, edit.Stamp.Time, Address) { AskedBy = By };
        edit.SetAccount(Kind == MailKind.NewPassword
            ? account with { Reset = asked }
            : account with { Unproved = asked });
    }
}
