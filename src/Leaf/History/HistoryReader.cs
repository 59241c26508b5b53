using System.Diagnostics.CodeAnalysis;
using IrcNats.History;
using IrcNats.Leaf.Core;
using Microsoft.Extensions.Logging;

namespace IrcNats.Leaf.History;

/// <summary>
/// Reads histories beside the loop: so many at a time, so many waiting, and each for at most <see cref="Patience"/>.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Nobody waits on the semaphore's handle: it has none.")]
public sealed class HistoryReader(OlderMessages messages, TimeProvider time, ILogger log)
{
    /// <summary>Reads under way and waiting.</summary>
    public const int MostWaiting = 4096;

    // Reads at a time. Each has several requests to the archive under way.
    private const int AtOnce = 32;

    private readonly SemaphoreSlim _turns = new(AtOnce);
    private int _underWay;

    /// <summary>How long a session waits at most.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>What was found; null: it could not be read. From any thread.</summary>
    public event Action<HistoryWanted, HistoryFound?>? Answered;

    /// <summary>Begins to read. False: too many wait already.</summary>
    public bool Begin(HistoryWanted wanted)
    {
        if (Interlocked.Increment(ref _underWay) > MostWaiting)
        {
            Interlocked.Decrement(ref _underWay);
            return false;
        }

        _ = Task.Run(() => RunAsync(wanted));
        return true;
    }

    private async Task RunAsync(HistoryWanted wanted)
    {
        using CancellationTokenSource patience = new(Patience, time);
        HistoryFound? found = null;
        try
        {
            found = await InTurnAsync(wanted, patience.Token);
            foreach (string what in found.Pages.SelectMany(p => p.Unreadable).Distinct())
                Log.UnreadableHistory(log, what);
        }
        catch (OperationCanceledException)
        {
            Log.HistoryUnread(log, $"no answer within {Patience.TotalSeconds} s");
        }
        catch (HistoryException fault)
        {
            Log.HistoryUnread(log, fault.Message);
        }
        catch (Exception fault)
        {
            Log.HistoryFailed(log, fault);
        }

        Interlocked.Decrement(ref _underWay);
        Answered?.Invoke(wanted, found);
    }

    private async Task<HistoryFound> InTurnAsync(HistoryWanted wanted, CancellationToken stop)
    {
        await _turns.WaitAsync(stop);
        try
        {
            return await messages.FindAsync(wanted, stop).WaitAsync(stop);
        }
        finally
        {
            _turns.Release();
        }
    }
}
