using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>Other certificates than before log in to an account (SASL EXTERNAL).</summary>
/// <param name="Certfps">All of them: SHA-256 in lower-case hexadecimal digits.</param>
[MessagePackObject]
public sealed record AccountCertificatesSet(
    [property: Key(0)] string Name, [property: Key(1)] IReadOnlyList<string> Certfps) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Name) is { } account) edit.SetAccount(account with { Certfps = Certfps });
    }
}
