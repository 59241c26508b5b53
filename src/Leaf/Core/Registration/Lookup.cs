using System.Net;

namespace IrcNats.Leaf.Core;

/// <summary>
/// A question about a connection before its client is let in: DNS is asked for the name of its address, and the
/// client's machine for the user of the connection (ident).
/// </summary>
/// <param name="WantsName">The name of the address.</param>
/// <param name="Confirm">A name counts only if it has the address, too.</param>
/// <param name="Ends">Both ends of the connection, for ident; null: nobody is asked.</param>
public sealed record Lookup(
    ulong Session, IPAddress Address, bool WantsName, bool Confirm, (IPEndPoint Client, IPEndPoint Server)? Ends);

/// <summary>The answer: the name of the address, and the name of the user; null where there is none.</summary>
public readonly record struct Found(string? Name, string? Username);
