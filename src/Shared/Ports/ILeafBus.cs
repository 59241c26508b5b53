using IrcNats.History;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Ports;

/// <summary>The bus as a leaf uses it: requests go out and replies come in, and the log is followed.</summary>
public interface ILeafBus : IAsyncDisposable
{
    Subjects Subjects { get; }

    /// <summary>A reply of the root. On the bus' thread: only post it.</summary>
    event Action<Reply>? Replied;

    /// <summary>A beat of the active root. On the bus' thread: only post it.</summary>
    event Action<Beat>? Beaten;

    /// <summary>True after every connect, false on loss. On the bus' thread: only post it.</summary>
    event Action<bool>? Connected;

    /// <summary>Completes when the log can no longer be followed; the process must end.</summary>
    Task Following { get; }

    /// <summary>The newest snapshot; null when there is none that can be used. Waits until the bus answers.</summary>
    Task<NetworkSnapshot?> LoadSnapshotAsync(CancellationToken stop);

    /// <summary>
    /// Follows the log from where the sink is; completes when the sink has everything that was in the log by then. It
    /// goes on in the background until disposal.
    /// </summary>
    Task FollowAsync(Grounds from, ILogSink sink, CancellationToken stop);

    /// <summary>The replica is wrong: its sink gets the network anew from the log, as of where it is.</summary>
    void Rebuild();

    /// <summary>The same, as of the entry named, and then the entries that follow.</summary>
    void RebuildAt(ulong seq);

    /// <summary>Opens the archive of histories that this bus keeps beside the log, for reading.</summary>
    /// <exception cref="HistoryException">It cannot be opened now.</exception>
    Task<IHistoryArchive> OpenArchiveAsync(CancellationToken stop);

    /// <summary>The bytes of one entry of the log; null: it is not there any more.</summary>
    /// <exception cref="HistorySilentException">The log does not answer.</exception>
    Task<byte[]?> ReadAsync(ulong seq) => Task.FromResult<byte[]?>(null);

    /// <summary>Sends a request; never blocks. Order is kept.</summary>
    void Send(Request request);

    /// <summary>Asks any root, outside the order of requests; null if none answers now.</summary>
    Task<ProofAnswer?> AskAsync(ProofQuestion asked, CancellationToken stop);

    /// <summary>Takes operators' orders from now on.</summary>
    /// <param name="carryOut">On the bus' thread: only post it. What it returns is the answer.</param>
    Task TakeOrdersAsync(Func<Order, Task<OrderReply>> carryOut, CancellationToken stop);

    /// <summary>Tells operators of this process until the result is disposed of.</summary>
    Task<IAsyncDisposable> AnnounceAsync(ServiceIdentity self, CancellationToken stop);
}
