using System.Net;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>A session's connection as the core sees it. Nothing here blocks.</summary>
public interface ILink
{
    /// <summary>
    /// Adds bytes to what is sent; a reader too slow for the bound is closed by the link itself. The bytes are kept as
    /// they are and never change: a line to many sessions is not copied for each.
    /// </summary>
    void Write(ReadOnlyMemory<byte> bytes);

    /// <summary>The written bytes may go out now. Called once per batch, however many lines that had.</summary>
    void Flush();

    /// <summary>Bytes written that the reader has not taken.</summary>
    int Waiting => 0;

    /// <summary>The core has more to write: <see cref="LeafCore.Taken"/> is called, later and once, when no more than
    /// so many bytes wait.</summary>
    void TellWhenTaken(int bytes) { }

    /// <summary>The core will take more input (or no more for now).</summary>
    void WantInput(bool wanted);

    /// <summary>Ends the connection when what was written is sent.</summary>
    void Close();

    /// <summary>The server is about to close it because it goes away itself; some protocols can say so.</summary>
    void GoingAway() { }
}

/// <summary>The leaf's core reaches the bus, DNS and the prover by this. Nothing here blocks.</summary>
public interface ILeafPorts
{
    /// <summary>Sends a request to the root; its reply comes back through <see cref="LeafCore.Answered"/>.</summary>
    void Send(Request request);

    /// <summary>A random token that nobody can guess; null: this leaf gives none, and nobody can be resumed.</summary>
    string? NewToken() => null;

    /// <summary>
    /// Asks others about a connection. True: <see cref="LeafCore.LookedUp"/> is called with what they say, in a
    /// bounded time, whether they answer or not. False: nobody is asked.
    /// </summary>
    bool LookUp(Lookup lookup) => false;

    /// <summary>Where an address is, as files say it that are in memory; null: none does.</summary>
    Location? PlaceOf(string address) => null;

    /// <summary>
    /// Proves something to any root. True: <see cref="LeafCore.Proved"/> is called with what came of it, in a bounded
    /// time. False: too much is being proved already.
    /// </summary>
    bool Prove(Wanted wanted) => false;

    /// <summary>
    /// Reads histories. True: <see cref="LeafCore.HistoryFound"/> is called with what was found, in a bounded time.
    /// False: too much is being read already, or nothing can be.
    /// </summary>
    bool ReadHistory(HistoryWanted wanted) => false;
}

/// <summary>
/// Where a connection comes from: address, the host others see, and whether nobody can read it on the way.
/// </summary>
public sealed record Peer(string Address, string Host, bool Secure)
{
    public Door Door { get; init; }

    public Via Via => Gateway is not null ? Via.Network
        : Door.HasFlag(Door.Tor) ? Via.Tor
        : Door.HasFlag(Door.Unix) ? Via.Local
        : Door.HasFlag(Door.Web) ? Via.WebSocket
        : Via.Network;

    /// <summary>Both ends of the connection; null where one of them is not known, or no address.</summary>
    public (IPEndPoint Client, IPEndPoint Server)? Ends { get; init; }

    /// <summary>SHA-256 of the client's certificate in lower-case hexadecimal digits; null: it showed none.</summary>
    public string? Certfp { get; init; }

    /// <summary>Name of the gateway that speaks for the client (WEBIRC); null: it is here itself.</summary>
    public string? Gateway { get; init; }
}

/// <summary>The kind of listener that let a connection in.</summary>
[Flags]
public enum Door
{
    Plain = 0,
    /// <summary>The connection is encrypted up to this process, or to a proxy of ours.</summary>
    Tls = 1,
    /// <summary>A WebSocket.</summary>
    Web = 2,
    /// <summary>It only tells clients to come back with TLS. https://ircv3.net/specs/extensions/sts</summary>
    StsOnly = 4,
    /// <summary>Clients are not told of STS here.</summary>
    HidesSts = 8,
    /// <summary>A Unix socket: the client is a program on this machine, and has no address.</summary>
    Unix = 16,
    /// <summary>An onion service's: clients come through Tor.</summary>
    Tor = 32,
}
