using System.Net;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// A question about a connection before its client is let in: DNS is asked for the name of its address, and the
/// client's machine for the user of the connection (ident), and lists of addresses for the address (DNSBL).
/// </summary>
/// <param name="WantsName">The name of the address.</param>
/// <param name="Confirm">A name counts only if it has the address, too.</param>
/// <param name="Ends">Both ends of the connection, for ident; null: nobody is asked.</param>
public sealed record Lookup(
    ulong Session, IPAddress Address, bool WantsName, bool Confirm, (IPEndPoint Client, IPEndPoint Server)? Ends)
{
    /// <summary>The lists on which the address may be (DNSBL).</summary>
    public IReadOnlyList<Blocklist> Blocklists { get; init; } = [];

    /// <summary>The program that is asked, too; null: none.</summary>
    public AddressCheck? Check { get; init; }
}

/// <summary>The answer: the name of the address, and the name of the user; null where there is none.</summary>
public readonly record struct Found(string? Name, string? Username)
{
    /// <summary>The list on which the address is; null: it is on none, or none answered in time.</summary>
    public Blocklist? Listed { get; init; }
}
