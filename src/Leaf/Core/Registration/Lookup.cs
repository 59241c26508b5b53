using System.Net;

namespace IrcNats.Leaf.Core;

/// <summary>
/// A question about a connection, asked before its client is let in. DNS is asked for the name of its address, and the
/// client's machine for the connection's user (ident).
/// </summary>
/// <param name="WantsName">Whether the name of the address is wanted.</param>
/// <param name="Confirm">A name counts only if it has the address, too.</param>
/// <param name="Ends">Both ends of the connection, for ident; null: the machine is not asked.</param>
public sealed record Lookup(
    ulong Session, IPAddress Address, bool WantsName, bool Confirm, (IPEndPoint Client, IPEndPoint Server)? Ends);

/// <summary>
/// The result of a lookup: the name of the address, and the username; null for each that was not found.
/// </summary>
public readonly record struct Found(string? Name, string? Username);
