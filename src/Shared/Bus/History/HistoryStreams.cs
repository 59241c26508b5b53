using IrcNats.History;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Adapters;

/// <summary>Makes the stream of the archive. Only a root may.</summary>
public static class HistoryStreams
{
    /// <summary>
    /// Makes stream IRC_HIST if it is missing, and has it keep what is to be kept from now on. Waits until JetStream
    /// answers.
    /// </summary>
    /// <exception cref="HistorySilentException">JetStream does not take what is wanted.</exception>
    public static async Task EnsureAsync(
        BusConnection connection, Subjects subjects, HistoryRetention retention, int replicas, ILogger log,
        CancellationToken stop)
    {
        StreamConfig config = new(subjects.HistoryStream, [subjects.History])
        {
            Storage = StreamConfigStorage.File,
            Retention = StreamConfigRetention.Limits,
            Discard = StreamConfigDiscard.Old,
            MaxAge = retention.Age ?? TimeSpan.Zero,
            MaxMsgsPerSubject = retention.PerTarget ?? -1,
            // Doubles are seen by the order of what is archived; the ids only tell what follows what.
            DuplicateWindow = TimeSpan.FromMilliseconds(100),
            NumReplicas = replicas,
            AllowDirect = true,
        };
        NatsJSContext js = new(connection);
        await LogStreams.EnsureAsync(js, config, log, stop);
        await using HistoryStream stream = new(connection, subjects, connection.NewInbox(), TimeProvider.System);
        StreamConfig before = await stream.WithinAsync(
            async enough => (await js.GetStreamAsync(config.Name!, cancellationToken: enough)).Info.Config, stop);
        if (before.MaxAge == config.MaxAge && before.MaxMsgsPerSubject == config.MaxMsgsPerSubject) return;
        await stream.WithinAsync(async enough => await js.UpdateStreamAsync(config, enough), stop);
        if (retention.PerTarget is { } most) await ShortenAsync(stream, js, most, stop);
    }

    // nats-server 2.9 keeps to a lower limit only by what comes: what is there already stays.
    private static async Task ShortenAsync(HistoryStream stream, NatsJSContext js, int most, CancellationToken stop)
    {
        foreach (var (subject, count) in await stream.WithinAsync(
            enough => stream.SubjectsAsync(stream.Subjects.History, enough), stop))
        {
            if (count <= most) continue;
            StreamPurgeRequest surplus = new() { Filter = subject, Keep = (ulong)most };
            await stream.WithinAsync(
                async enough => await js.PurgeStreamAsync(stream.Subjects.HistoryStream, surplus, enough), stop);
        }
    }
}
