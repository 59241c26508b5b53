using IrcNats.History;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Ports;

/// <summary>
/// The bus as a root uses it. A standby follows the log; the active root takes requests, appends, and beats.
/// </summary>
public interface IRootBus : IAsyncDisposable
{
    Subjects Subjects { get; }

    /// <summary>A leaf's request and where its reply goes. On the bus' thread: only post it.</summary>
    event Action<Request, string>? Requested;

    /// <summary>A beat of the active root, this one's own too. On the bus' thread: only post it.</summary>
    event Action<Beat>? Beaten;

    /// <summary>The connection is back after a loss: silence before it says nothing of the root.</summary>
    event Action? Reconnected;

    /// <summary>This root was replaced, and why. The process must end.</summary>
    event Action<string>? Fenced;

    /// <summary>The last sequence known to be stored, while active.</summary>
    ulong Committed { get; }

    /// <summary>Time since the log was certainly still this root's.</summary>
    TimeSpan SinceOwned { get; }

    /// <summary>The bus is there now.</summary>
    bool IsOpen { get; }

    /// <summary>Completes when the log can no longer be followed; the process must end.</summary>
    Task Following { get; }

    /// <summary>The newest snapshot; null when there is none that can be used. Waits until the bus answers.</summary>
    Task<NetworkSnapshot?> LoadSnapshotAsync(CancellationToken stop);

    /// <summary>The newest snapshot's manifest; null when there is none.</summary>
    Task<SnapshotManifest?> NewestSnapshotAsync(CancellationToken stop);

    /// <param name="time">The network's time as of that sequence.</param>
    Task SaveSnapshotAsync(ulong seq, byte[] bytes, long time, CancellationToken stop);

    /// <summary>Removes entries from the log's beginning, but none that a snapshot or the archiver needs.</summary>
    Task<LogLength> TrimLogAsync(LogTrim trim, CancellationToken stop);

    /// <summary>Follows the log from where the sink is; completes when it has what was in the log by then.</summary>
    Task FollowAsync(Grounds from, ILogSink sink, CancellationToken stop);

    /// <summary>The standby's network is wrong: it gets the network anew from the log, as of where it is.</summary>
    void Rebuild();

    /// <summary>An entry did not fit: the standby gets the network anew from the log, as of that entry.</summary>
    void RebuildAt(ulong seq);

    /// <summary>The log may be another than what the standby was given: it is looked at.</summary>
    void Doubt();

    /// <summary>Stops following: this root writes now, and knows what it wrote.</summary>
    Task StopFollowingAsync();

    /// <summary>
    /// The bytes of one entry of the log; null if it is not there. IsCertain is false if that cannot be said now.
    /// </summary>
    Task<(ReadOnlyMemory<byte>? Entry, bool IsCertain)> ReadAsync(ulong seq);

    /// <summary>Whether the log has the entry on which a replica stands; null if that entry is trimmed away.</summary>
    Task<bool?> HasAsync(Grounds at, CancellationToken stop);

    /// <summary>Whether any root takes requests now.</summary>
    Task<bool> IsAnyoneActiveAsync(CancellationToken stop);

    /// <summary>
    /// The level of each root that answers, by its name; this root is among them. A build without levels names none and
    /// counts as the first. May take a second.
    /// </summary>
    Task<IReadOnlyDictionary<string, int>> RootLevelsAsync();

    /// <summary>Appends the entry that makes this node the root; false when another entry was first.</summary>
    Task<bool> TryElectAsync(ulong expectedLast, Entry election, CancellationToken stop);

    /// <summary>Begins writing after this sequence. Requests come only after <see cref="TakeRequests"/>.</summary>
    Task BeginAppendingAsync(ulong committed, CancellationToken stop);

    /// <summary>Hands on requests from now on; first those that came since the election.</summary>
    void TakeRequests();

    /// <summary>Appends an entry that must become this sequence. Never blocks.</summary>
    void Append(ulong seq, Entry entry);

    /// <summary>Completes when this sequence is known to be stored, or when this root writes no more.</summary>
    Task WhenStoredAsync(ulong seq);

    /// <summary>Asks whether the log is still this root's. <see cref="SinceOwned"/> tells the result.</summary>
    Task ConfirmAsync();

    /// <summary>Stops writing: requests go to the root that writes next.</summary>
    Task StopWritingAsync();

    /// <summary>Answers a request; never blocks. If the reply is lost, its leaf asks again.</summary>
    void Reply(string to, Reply reply);

    /// <summary>Sends a beat. If it cannot be sent now it is left out: the next one is more recent.</summary>
    ValueTask BeatAsync(Beat beat);

    /// <summary>
    /// Takes a share of the questions that leaves ask outside the order. <paramref name="asked"/> runs on the bus'
    /// thread and gets where the answer goes.
    /// </summary>
    Task TakeQuestionsAsync(Action<ProofQuestion, string> asked, CancellationToken stop);

    Task StopQuestionsAsync();

    /// <summary>Answers a question; never blocks. If the answer is lost, its leaf asks again.</summary>
    void Answer(string to, ProofAnswer answer);

    /// <summary>
    /// Opens the archive of histories that this bus keeps beside the log, for writing: makes it if it is missing, and
    /// has it keep what is wanted.
    /// </summary>
    /// <exception cref="HistoryException">It cannot be opened now.</exception>
    Task<IHistoryArchive> OpenArchiveAsync(JetStreamConfig wanted, HistoryRetention keeps, CancellationToken stop);

    /// <summary>Takes operators' orders from now on.</summary>
    /// <param name="carryOut">On the bus' thread: only post it. What it returns is the answer.</param>
    Task TakeOrdersAsync(Func<Order, Task<OrderReply>> carryOut, CancellationToken stop);

    /// <summary>Gives a root an order; null: none of that name answers.</summary>
    Task<OrderReply?> OrderAsync(string node, Order order, CancellationToken stop);

    /// <summary>The log for a run of an archiver.</summary>
    Task<IArchiverLog> OpenArchiverLogAsync(CancellationToken stop);

    /// <summary>Tells operators of this process until the result is disposed of.</summary>
    Task<IAsyncDisposable> AnnounceAsync(ServiceIdentity self, CancellationToken stop);
}
