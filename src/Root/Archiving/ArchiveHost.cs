using IrcNats.History;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Archiving;

/// <summary>What an archiver needs of the bus.</summary>
interface IArchiveBus
{
    /// <summary>The network's, which stays open.</summary>
    IHistoryArchive Archives { get; }

    /// <summary>The log, to be read beside what the root itself reads.</summary>
    Task<IArchiverLog> OpenArchiverLogAsync(CancellationToken stop);

    /// <summary>Has a root log something; null: it does not answer.</summary>
    Task<OrderReply?> OrderAsync(string root, Order order, CancellationToken stop);
}

/// <summary>
/// Archives what is said while this root is told to: with the log, an archive and a network of its own, run after run.
/// </summary>
sealed class ArchiveHost(IArchiveBus bus, ArchiveCounts counts, TimeProvider time, ILogger log) : IAsyncDisposable
{
    // Before a run begins again: whatever is wrong may be so for long.
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    // How often it is said that the watermark was not logged.
    private static readonly TimeSpan s_saidAgain = TimeSpan.FromMinutes(1);

    private readonly HashSet<Position> _passedOver = [];
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;
    private long? _saidAt;
    private ulong _epoch;

    /// <summary>Entries of the log from one place to the next.</summary>
    public int PlaceEvery { get; init; } = Archiver.PlaceEvery;

    /// <summary>It archives, or tries to.</summary>
    public bool IsRunning => !_running.IsCompleted;

    /// <summary>Archives from now on, for the root of this epoch, unless it does already.</summary>
    public void Archive(ulong epoch)
    {
        Volatile.Write(ref _epoch, epoch);
        if (!_running.IsCompleted) return;
        _stop?.Dispose();
        _stop = new CancellationTokenSource();
        _running = RunAsync(_stop.Token);
    }

    /// <summary>Archives no more; what is under way may still come to its end.</summary>
    public void Stop() => _stop?.Cancel();

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _running;
        _stop?.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await RunOnceAsync(stop) == ArchiveEnd.Over) return;
                await Task.Delay(s_again, time, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // It would be no better for the network if this root ended.
                ArchiveLog.Failed(log, e is HistoryException ? e.Message : e.ToString());
                await Task.Delay(s_again, time, stop).ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private async Task<ArchiveEnd> RunOnceAsync(CancellationToken stop)
    {
        await using IArchiverLog entries = await bus.OpenArchiverLogAsync(stop);
        ArchiverBase from = await entries.FindBaseAsync(stop);
        if (from.IsBehindGap) ArchiveLog.Gap(log, from.Saved!.At.Seq);
        Network network = from.Saved is { } saved
            ? Network.Load(saved, holdsAccounts: false)
            : new Network(holdsAccounts: false);
        ArchiveLog.Begins(log, network.Seq + 1);
        Archiver archiver = new(network, from.IsPlace) { EntriesBetween = PlaceEvery, PassedOver = _passedOver };
        ArchiveRun run = new(
            bus.Archives, archiver, Volatile.Read(ref _epoch), new Notes(this, entries), counts, time, log);
        Task feeding = FeedAsync(entries, Grounds.Of(from.Saved), run, stop);
        ArchiveEnd end = await run.RunAsync(stop);
        await entries.StopAsync();
        await feeding;
        if (run.UnfitAt is { } unfit) _passedOver.Add(unfit);
        return end;
    }

    private async Task FeedAsync(IArchiverLog entries, Grounds from, ArchiveRun run, CancellationToken stop)
    {
        try
        {
            await entries.FollowAsync(from, run, stop);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        catch (Exception e)
        {
            ArchiveLog.Failed(log, e.Message);
        }

        run.BeginAgain();
    }

    private void SayNotLogged(string why)
    {
        if (_saidAt is { } said && time.GetElapsedTime(said) < s_saidAgain) return;
        _saidAt = time.GetTimestamp();
        ArchiveLog.NotLogged(log, why);
    }

    private sealed class Notes(ArchiveHost host, IArchiverLog entries) : IArchiveNotes
    {
        // The log may have gone back since: then the place is another's, and nothing is archived up to there.
        public Task ReachedAsync(string root, Mark upTo, CancellationToken stop) =>
            OrSayAsync(host.SayNotLogged, async () =>
            {
                if (await entries.HasAsync(new Grounds(upTo.At.Seq, upTo.Epoch), stop) is false) return;
                Order order = new(Payload.FormatVersion, OrderKind.Archived, upTo.Msgid);
                OrderReply? reply = await host.Bus.OrderAsync(root, order, stop);
                // Who does not answer may be gone: another is elected soon.
                if (reply is { Accepted: false }) host.SayNotLogged(reply.Text);
            });

        public Task PlacedAsync(ArchiverPlace place, CancellationToken stop) => OrSayAsync(
            why => ArchiveLog.NotPlaced(host.Log, why),
            () => entries.SaveAsync(place.Seq, place.Bytes, place.Time, stop));

        private static async Task OrSayAsync(Action<string> say, Func<Task> what)
        {
            try
            {
                await what();
            }
            catch (OperationCanceledException)
            {
                // The run is over, or the bus does not answer.
            }
            catch (Exception e)
            {
                say(e.Message);
            }
        }
    }

    private IArchiveBus Bus => bus;

    private ILogger Log => log;
}
