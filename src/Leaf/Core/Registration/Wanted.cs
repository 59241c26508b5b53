using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>Something that a session has to prove before the root is asked. Two of them are never equal, even if they
/// say the same.</summary>
/// <param name="Name">The operator's, the gateway's, or the msgid; empty for the server's password.</param>
/// <param name="Password">As the client gave it; empty for a msgid.</param>
public sealed class Wanted(ulong session, Purpose purpose, string name, string password, string address)
{
    public ulong Session => session;
    public Purpose Purpose => purpose;
    public string Name => name;
    public string Password => password;
    public string Address => address;

    /// <summary>Its session is gone: whoever works on it may stop. From any thread.</summary>
    public bool IsOver { get; private set; }

    internal void End() => IsOver = true;
}

/// <summary>The result of a proof.</summary>
/// <param name="Kind">Right, Wrong, Throttled, or Busy for whatever keeps it from being said.</param>
/// <param name="Wait">Milliseconds, when there were too many wrong tries.</param>
public readonly record struct Proved(ProofKind Kind, Ticket? Ticket = null, long Wait = 0);

/// <summary>A proof under way. A user's proof has the line and label that it is for; one for registration has none.
/// </summary>
sealed record ProofUnderWay(Wanted Wanted, Line? Line, string? Label);
