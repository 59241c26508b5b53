using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>What the writer needs of the outside. Nothing here blocks.</summary>
public interface IRootPorts
{
    /// <summary>Appends an entry that must become sequence <paramref name="seq"/> and no other.</summary>
    void Append(ulong seq, Entry entry);

    /// <summary>Answers a request on its reply subject.</summary>
    void Reply(string to, Reply reply);

    /// <summary>A handler threw; the request was answered, nothing was changed.</summary>
    void Faulted(Request request, Exception fault);
}
