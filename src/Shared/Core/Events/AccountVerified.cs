using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>Somebody read the mail that went to an account's new address: the address is the account's. Only now can
/// anybody log in to an account that is new.</summary>
[MessagePackObject]
public sealed record AccountVerified([property: Key(0)] string Account) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Account) is not { Unproved: { } proved } account) return;
        edit.SetAccount(account with { Email = proved.Address, Unproved = null });
    }
}
