using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>A request on its way to the writer's decision.</summary>
sealed record Incoming(Request Request, string ReplyTo, Proof Proof);

/// <summary>
/// A leaf's requests that wait until the log has said which of them are on trial: up to the last, in that incarnation.
/// </summary>
sealed record Held(ulong Incarnation, ulong Last, ulong StoredWith, Queue<Incoming> Waiting)
{
    public bool Tries(Request request) => request.Incarnation == Incarnation && request.Number <= Last;
}
