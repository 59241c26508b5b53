using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An account has another password. What was proved with the one before does not hold any more.</summary>
/// <param name="Secret">The verifier of the password, sealed: only roots can open it.</param>
[MessagePackObject]
public sealed record AccountPasswordSet(
    [property: Key(0)] string Name, [property: Key(1)] ReadOnlyMemory<byte> Secret) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Name) is not { } account) return;
        // A code of before is none any more: it need not be sent.
        edit.SetAccount(account with { Secret = Secret, Reset = account.Reset?.AsSent });
    }
}
