using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// A proof that a session needs before the root is asked. Each is itself only: two with the same content are not the
/// same.
/// </summary>
/// <param name="Name">The operator's, the gateway's, or the msgid; empty for the server's password.</param>
/// <param name="Password">As the client gave it; empty for a msgid.</param>
public sealed class Wanted(ulong session, Purpose purpose, string name, string password, string address)
{
    public ulong Session => session;
    public Purpose Purpose => purpose;
    public string Name => name;
    public string Password => password;
    public string Address => address;

    /// <summary>Its session is gone: the work on it may stop. From any thread.</summary>
    public bool IsOver { get; private set; }

    internal void End() => IsOver = true;
}

/// <summary>The result of a proof.</summary>
/// <param name="Kind">Right, Wrong, Throttled, or Busy if no root can say it now.</param>
/// <param name="Wait">Milliseconds, if there were too many wrong tries.</param>
public readonly record struct Proved(ProofKind Kind, Ticket? Ticket = null, long Wait = 0);

/// <summary>A proof under way; its line and label, for one that is not about registration.</summary>
sealed record ProofUnderWay(Wanted Wanted, Line? Line, string? Label);
