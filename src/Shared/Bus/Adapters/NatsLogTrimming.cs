using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.Wire;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Adapters;

/// <summary>
/// Trims stream IRC_LOG. The stream itself has no limit: at a limit it would either lose what somebody needs, or take
/// nothing more. So it is the root that trims it, and the disk that is its limit.
/// </summary>
sealed class NatsLogTrimming(
    BusConnection connection, Subjects subjects, NatsLogStream stream, SnapshotStore snapshots, SnapshotStore places)
{
    private readonly NatsJSContext _js = new(connection);

    public async Task<LogLength> TrimAsync(LogTrim trim, CancellationToken stop)
    {
        ulong? place = (await places.NewestAsync(stop)) is [var newest, ..] ? newest : null;
        (ulong needed, bool isForArchive) = LogTrimming.Needed(await snapshots.NewestAsync(stop), place, trim);
        LogLength now = await LookAsync(needed, isForArchive, stop);
        ulong first = await LogTrimming.FirstAsync(new LogReader(stream), now, trim);
        if (first <= now.First) return now;
        await _js.PurgeStreamAsync(subjects.LogStream, new StreamPurgeRequest { Seq = first }, stop);
        return await LookAsync(needed, isForArchive, stop);
    }

    private async Task<LogLength> LookAsync(ulong needed, bool isForArchive, CancellationToken stop)
    {
        StreamState state = (await _js.GetStreamAsync(subjects.LogStream, cancellationToken: stop)).Info.State;
        return new LogLength(state.FirstSeq, state.LastSeq, state.Bytes, needed, isForArchive);
    }
}
