using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>A request on its way to the writer's decision.</summary>
sealed record Incoming(Request Request, string ReplyTo);

/// <summary>
/// A leaf's requests that wait until the log has said which of them are on trial: up to the last, in that incarnation;
/// none, while another leaf's are and one of both has to be tried alone.
/// </summary>
sealed record Held(ulong Incarnation, ulong Last, ulong StoredWith, bool IsAlone, Queue<Incoming> Waiting)
{
    /// <summary>On trial, or about to be; else it waits until no other leaf's are.</summary>
    public bool HasTurn => Last > 0;

    public static Held ForItsTurn(ulong incarnation, Queue<Incoming> waiting) =>
        new(incarnation, Last: 0, StoredWith: 0, IsAlone: false, waiting);

    public bool Tries(Request request) => request.Incarnation == Incarnation && request.Number <= Last;
}
