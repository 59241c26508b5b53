using IrcNats.Ports;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Adapters;

/// <summary>A network whose log is in NATS, as `export` and `import` use it.</summary>
public sealed class NatsPlace : INetworkPlace
{
    // Newer servers drop floods of messages beyond some thousands.
    private const ulong Unanswered = 1000;

    private readonly BusConnection _connection;
    private readonly Subjects _subjects;
    private readonly TimeProvider _time;
    private readonly int _replicas;
    private readonly SnapshotStore _snapshots;

    private NatsPlace(BusConnection connection, Subjects subjects, int replicas, TimeProvider time)
    {
        (_connection, _subjects, _replicas, _time) = (connection, subjects, replicas, time);
        _snapshots = new SnapshotStore(connection, subjects.SnapshotStream, subjects.Saved, NullLogger.Instance);
    }

    /// <param name="replicas">nats-servers that keep a log that is imported.</param>
    /// <exception cref="NatsException">There is no server, or it does not let us in.</exception>
    public static async Task<NatsPlace> ConnectAsync(
        BusOptions options, int replicas, TimeProvider time, CancellationToken stop)
    {
        BusConnection connection = await NatsConnections.OpenOnceAsync(options, "ircnats-root move", stop);
        return new NatsPlace(connection, new Subjects(options.Network), replicas, time);
    }

    public async Task<Network?> ReadAsync(CancellationToken stop)
    {
        if (await FindAsync(_subjects.LogStream, stop) is not { } found) return null;
        LogReader reader = new(new NatsLogStream(_connection, _subjects, found, _time, NullLogger.Instance));
        ulong end = (await reader.BoundsAsync(stop)).Last;
        return end == 0 ? null : await new LogRebuild(reader, LoadAsync, NullLogger.Instance).AtAsync(end, stop);
    }

    public async Task BeginAsync(NetworkSnapshot snapshot, byte[] bytes, CancellationToken stop)
    {
        await LogStreams.EnsureAsync(_connection, _subjects, _replicas, NullLogger.Instance, stop);
        ulong seq = snapshot.At.Seq;
        StreamState state = (await FindAsync(_subjects.LogStream, stop))!.Info.State;
        // An import that was interrupted may be done again.
        bool isEmpty = state.Messages == 0 && (state.LastSeq == 0 || state.LastSeq == seq);
        if (!isEmpty)
            throw new MoveException(
                $"the network '{_subjects.Network}' has a log already, which ends at {state.LastSeq}: remove the "
                + $"streams {_subjects.LogStream} and {_subjects.SnapshotStream} if you do not want it any more");
        if (state.LastSeq == 0) await FillAsync(seq, stop);
        await _snapshots.SaveAsync(seq, bytes, snapshot.RootNode, snapshot.Time, stop);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // A stream counts what it stores, and nats-server 2.9 cannot begin one elsewhere: so many empty messages are stored
    // and removed. Some 100,000 take a second.
    private async Task FillAsync(ulong seq, CancellationToken stop)
    {
        NatsJSContext js = new(_connection);
        ulong last = 0;
        for (ulong at = 1; at <= seq; at++)
            if (at % Unanswered != 0 && at != seq)
                await _connection.PublishAsync<byte[]>(_subjects.Log, [], cancellationToken: stop);
            else last = (await js.PublishAsync<byte[]>(_subjects.Log, [], cancellationToken: stop)).Seq;
        await js.PurgeStreamAsync(_subjects.LogStream, new StreamPurgeRequest(), stop);
        if (last != seq)
            throw new MoveException($"somebody else wrote to the log, which stands at {last} and not at {seq}");
    }

    private Task<NetworkSnapshot?> LoadAsync(CancellationToken stop) => _snapshots.LoadAsync(stop);

    private async Task<INatsJSStream?> FindAsync(string stream, CancellationToken stop)
    {
        try
        {
            return await new NatsJSContext(_connection).GetStreamAsync(stream, cancellationToken: stop);
        }
        catch (NatsJSApiException e) when (e.Error.Code == 404)
        {
            return null;
        }
    }
}
