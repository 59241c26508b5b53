using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// What the writer needs of the outside. Nothing here blocks, and nothing calls the writer back at once. One that
/// stores an entry while it is appended needs only the first three.
/// </summary>
public interface IRootPorts
{
    /// <summary>Appends an entry that must become sequence <paramref name="seq"/> and no other.</summary>
    void Append(ulong seq, Entry entry);

    /// <summary>Answers a request on its reply subject.</summary>
    void Reply(string to, Reply reply);

    /// <summary>A handler threw; the request was answered, nothing was changed.</summary>
    void Faulted(Request request, Exception fault);

    /// <summary>A request that ended two roots was refused.</summary>
    void GivenUp(Request request) { }

    /// <summary>A leaf's build does not know this level, which the network has: it is not answered.</summary>
    void Outdated(Request request, int level) { }

    /// <summary>The last sequence known to be stored.</summary>
    ulong Stored => ulong.MaxValue;

    /// <summary>Asks for <see cref="Writer.Look"/> once this sequence is stored.</summary>
    void WhenStored(ulong seq) { }

    /// <summary>The time that <see cref="OwnedAt"/> is of; nothing sets it.</summary>
    long Steady => 0;

    /// <summary>When the log was certainly still this root's.</summary>
    long OwnedAt => long.MaxValue;

    /// <summary>Asks the log whether it is still this root's, and then for <see cref="Writer.Look"/>.</summary>
    void Confirm() { }
}
