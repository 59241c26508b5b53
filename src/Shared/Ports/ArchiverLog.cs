using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Ports;

/// <summary>An archiver's log, whatever stream that is in. The simulator runs this class, too.</summary>
/// <param name="loadSnapshot">Loads the newest snapshot that can be used; waits until there is an answer.</param>
sealed class ArchiverLog(
    ILogStream stream, IPlaceStore places, Func<CancellationToken, Task<NetworkSnapshot?>> loadSnapshot,
    TimeProvider time, ILogger log) : IArchiverLog
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(100);

    private readonly LogReader _reader = new(stream);
    private readonly CancellationTokenSource _stop = new();
    private volatile LogFollower? _follower;

    public async Task<ArchiverBase> FindBaseAsync(CancellationToken stop)
    {
        for (bool said = false; ; said = true)
        {
            try
            {
                return await TryFindBaseAsync(stop);
            }
            catch (LogSilentException e)
            {
                if (!said) BusLog.StreamSilent(log, "an archiver's place", e.Message);
                await Task.Delay(s_retry, time, stop);
            }
        }
    }

    public async Task FollowAsync(Grounds from, ILogSink sink, CancellationToken stop)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, _stop.Token);
        LogFollower follower = _follower = new LogFollower(stream, loadSnapshot, from, sink, time, log);
        await follower.StartAsync(either.Token);
        await follower.Completion;
    }

    public async Task StopAsync()
    {
        _stop.Cancel();
        if (_follower is { } follower) await follower.DisposeAsync();
        _follower = null;
    }

    public Task<bool?> HasAsync(Grounds at, CancellationToken stop) => _reader.HasAsync(at, stop);

    public Task SaveAsync(ulong seq, byte[] bytes, long time, CancellationToken stop) =>
        places.SaveAsync(seq, bytes, time, stop);

    /// <summary>The active root lives: the log may have become another meanwhile.</summary>
    public void Heard(Beat beat) => _follower?.Heard(beat);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    // The log is trimmed only behind the place. Without a place it is read from its beginning; if that is trimmed away,
    // because nothing was archived before, or if the log went back behind the place, the newest snapshot has to do.
    private async Task<ArchiverBase> TryFindBaseAsync(CancellationToken stop)
    {
        NetworkSnapshot? place = await places.LoadAsync(stop);
        (ulong first, _) = await _reader.BoundsAsync(stop);
        if (place is not null && await ServesAsync(place, first, stop)) return new ArchiverBase(place, IsPlace: true);
        if (first <= 1) return new ArchiverBase(null, IsPlace: false);
        if (await loadSnapshot(stop) is not { } newest || !await ServesAsync(newest, first, stop))
            throw new InvalidOperationException($"the log begins at {first}, and no snapshot reaches back to there");
        // A place behind it says that all of before is archived, in the log as it was when it was stored.
        bool isBehindGap = !(place?.At.Seq >= newest.At.Seq) && newest.At.Seq > (newest.ArchivedUpTo?.At.Seq ?? 0);
        return new ArchiverBase(newest, IsPlace: false, isBehindGap);
    }

    private async Task<bool> ServesAsync(NetworkSnapshot saved, ulong first, CancellationToken stop) =>
        saved.At.Seq + 1 >= first && saved.Level <= BuildLevel.Current
            && await _reader.HasAsync(Grounds.Of(saved), stop) is not false;
}
