using IrcNats.Ports;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Adapters;

/// <summary>
/// The two streams of a network. File storage, because memory storage with republish is slow on nats-server 2.9; the
/// republish is set when the log is created, because 2.9 cannot add it later.
/// </summary>
static class LogStreams
{
    // The stream has no limit of its own: the active root trims it behind what snapshots and the archive need.
    private const long Unlimited = -1;

    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(50);

    /// <summary>Creates what is missing. Only a root may.</summary>
    public static async Task EnsureAsync(
        NatsConnection connection, Subjects subjects, int replicas, ILogger log, CancellationToken stop)
    {
        NatsJSContext js = new(connection);
        await EnsureAsync(js, LogConfig(subjects, replicas), log, stop);
        await UnlimitAsync(js, subjects.LogStream, log, stop);
        await EnsureAsync(js, SnapshotConfig(subjects, replicas), log, stop);
    }

    // Older builds made a log that loses its oldest entries at 512 MiB, whoever still needs them.
    private static async Task UnlimitAsync(NatsJSContext js, string stream, ILogger log, CancellationToken stop)
    {
        for (bool said = false; ; said = true)
        {
            try
            {
                StreamConfig config = (await js.GetStreamAsync(stream, cancellationToken: stop)).Info.Config;
                if (config is { MaxBytes: Unlimited, Discard: StreamConfigDiscard.New }) return;
                config = config with { MaxBytes = Unlimited, Discard = StreamConfigDiscard.New };
                await js.UpdateStreamAsync(config, stop);
                return;
            }
            catch (NatsException e)
            {
                if (!said) BusLog.WaitingForStream(log, stream, e.Message);
                await Task.Delay(s_retry, stop);
            }
        }
    }

    /// <summary>The stream; waits until a root has created it.</summary>
    public static async Task<INatsJSStream> WaitAsync(
        NatsConnection connection, string stream, ILogger log, CancellationToken stop)
    {
        NatsJSContext js = new(connection);
        for (bool said = false; ; said = true)
        {
            try
            {
                return await js.GetStreamAsync(stream, cancellationToken: stop);
            }
            catch (NatsException e)
            {
                if (!said) BusLog.WaitingForStream(log, stream, e.Message);
                await Task.Delay(s_retry, stop);
            }
        }
    }

    /// <summary>Creates a stream if it is missing; waits until JetStream answers.</summary>
    public static async Task EnsureAsync(NatsJSContext js, StreamConfig config, ILogger log, CancellationToken stop)
    {
        for (bool said = false; ; said = true)
        {
            try
            {
                await js.GetStreamAsync(config.Name!, cancellationToken: stop);
                return;
            }
            catch (NatsJSApiException e) when (e.Error.Code == 404)
            {
                await TryCreateAsync(js, config, log, stop);
            }
            catch (NatsException e)
            {
                if (!said) BusLog.WaitingForStream(log, config.Name!, e.Message);
                await Task.Delay(s_retry, stop);
            }
        }
    }

    private static async Task TryCreateAsync(NatsJSContext js, StreamConfig config, ILogger log, CancellationToken stop)
    {
        try
        {
            await js.CreateStreamAsync(config, stop);
            BusLog.CreatedStream(log, config.Name!);
        }
        catch (NatsException e)
        {
            // Another root may have been quicker; the next look will tell.
            BusLog.WaitingForStream(log, config.Name!, e.Message);
            await Task.Delay(s_retry, stop);
        }
    }

    private static StreamConfig LogConfig(Subjects subjects, int replicas) => new(subjects.LogStream, [subjects.Log])
    {
        Storage = StreamConfigStorage.File,
        Retention = StreamConfigRetention.Limits,
        Discard = StreamConfigDiscard.New,
        MaxBytes = Unlimited,
        NumReplicas = replicas,
        AllowDirect = true,
        DenyDelete = true,
        Republish = new Republish { Src = subjects.Log, Dest = subjects.Cast },
    };

    private static StreamConfig SnapshotConfig(Subjects subjects, int replicas) =>
        new(subjects.SnapshotStream, [subjects.Snapshots])
        {
            Storage = StreamConfigStorage.File,
            Retention = StreamConfigRetention.Limits,
            Discard = StreamConfigDiscard.Old,
            MaxMsgsPerSubject = 1,
            NumReplicas = replicas,
            AllowDirect = true,
        };
}
