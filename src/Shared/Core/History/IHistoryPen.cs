using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.History;

/// <summary>
/// Writes an archive. One call at a time. After a <see cref="HistorySilentException"/> the same call may be made again.
/// </summary>
public interface IHistoryPen : IAsyncDisposable
{
    /// <summary>
    /// The newest message that was ever appended, whether it is still there or not; null: none. An archiver goes on
    /// behind it, or anywhere before.
    /// </summary>
    ArchivedUpTo? UpTo { get; }

    /// <summary>
    /// Appends messages. What is not behind <see cref="UpTo"/> is passed over: it was appended before, and if it is not
    /// there any more then because it was deleted. So an archiver that begins again anywhere doubles nothing and brings
    /// nothing back. Times never go back within the archive: a message that says it is older than the one before it
    /// (the log went back, and the clock with it) gets that one's time, so that times can be searched for.
    /// </summary>
    /// <param name="batch">By <see cref="KeptMessage.Mark"/>, those of one event by the key of their target; at most
    /// <see cref="HistoryQuery.LimitMax"/>.</param>
    /// <returns>How many were not passed over.</returns>
    /// <exception cref="ArgumentException">The batch is not in order, or too large.</exception>
    Task<int> AppendAsync(IReadOnlyList<HistoryItem> batch, CancellationToken stop);

    /// <summary>Removes one message, so that nobody finds it any more, in the archive's files neither.</summary>
    /// <returns>Whether it was there.</returns>
    Task<bool> DeleteAsync(HistoryTarget target, Mark message, CancellationToken stop);

    /// <summary>
    /// Removes, step by step, what an account said or did, as <see cref="DeleteAsync"/> does. What is appended after
    /// the first step may stay.
    /// </summary>
    /// <param name="account">As it was registered.</param>
    /// <param name="from">What the step before named as next; null: the beginning.</param>
    /// <param name="limit">Messages to look at, 1 to <see cref="HistoryQuery.LimitMax"/>.</param>
    Task<HistoryForgotten> ForgetAsync(string account, string? from, int limit, CancellationToken stop);

    /// <summary>
    /// Removes what the archive's retention no longer keeps, unless the archive does that by itself.
    /// </summary>
    /// <param name="now">The network's time; Unix milliseconds.</param>
    /// <param name="limit">Messages to remove at most, 1 to <see cref="HistoryQuery.LimitMax"/>.</param>
    /// <returns>How many were removed; 0: nothing is left to remove.</returns>
    Task<int> TrimAsync(long now, int limit, CancellationToken stop);
}
