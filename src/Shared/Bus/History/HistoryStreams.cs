using IrcNats.History;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Adapters;

/// <summary>How the stream of the archive is kept.</summary>
/// <param name="ReplicasWhenMade">nats-servers that keep it, if it has to be made.</param>
/// <param name="Replicas">nats-servers that keep it; null: as it is.</param>
/// <param name="MaxBytes">Beyond, the oldest messages of all go; 0: without limit.</param>
public sealed record StreamPlan(int ReplicasWhenMade = 1, int? Replicas = null, long MaxBytes = 0);

/// <summary>Makes the stream of the archive. Only a root may.</summary>
public static class HistoryStreams
{
    /// <summary>
    /// Makes stream IRC_HIST if it is missing, and has it keep what is to be kept from now on, on so many servers.
    /// Waits until JetStream answers.
    /// </summary>
    /// <exception cref="HistorySilentException">JetStream does not take what is wanted.</exception>
    public static async Task EnsureAsync(
        BusConnection connection, Subjects subjects, HistoryRetention retention, StreamPlan plan, ILogger log,
        CancellationToken stop)
    {
        StreamConfig config = ConfigOf(subjects, retention, plan);
        NatsJSContext js = new(connection);
        await LogStreams.EnsureAsync(js, config, log, stop);
        await using HistoryStream stream = new(connection, subjects, connection.NewDeepInbox(), TimeProvider.System);
        await ChangeAsync(
            stream, js, before => plan.Replicas is null ? config with { NumReplicas = before.NumReplicas } : config,
            stop);
    }

    /// <summary>
    /// Makes the stream if it is missing, for a command: a root that starts has it keep what the network's
    /// configuration says.
    /// </summary>
    internal static Task MakeAsync(
        BusConnection connection, Subjects subjects, StreamPlan plan, CancellationToken stop) =>
        LogStreams.EnsureAsync(
            new NatsJSContext(connection), ConfigOf(subjects, new HistoryRetention(), plan), NullLogger.Instance, stop);

    /// <summary>Has the stream keep this from now on.</summary>
    /// <exception cref="HistorySilentException">JetStream does not take what is wanted.</exception>
    internal static Task RetainAsync(
        HistoryStream stream, NatsJSContext js, HistoryRetention retention, CancellationToken stop) =>
        ChangeAsync(
            stream, js,
            config => config with
            {
                MaxAge = retention.Age ?? TimeSpan.Zero, MaxMsgsPerSubject = retention.PerTarget ?? -1,
            },
            stop);

    private static async Task ChangeAsync(
        HistoryStream stream, NatsJSContext js, Func<StreamConfig, StreamConfig> change, CancellationToken stop)
    {
        StreamConfig before = await stream.WithinAsync(
            async enough =>
                (await js.GetStreamAsync(stream.Subjects.HistoryStream, cancellationToken: enough)).Info.Config,
            stop);
        StreamConfig wanted = change(before);
        if (ChangeableOf(before) == ChangeableOf(wanted)) return;
        await stream.WithinAsync(async enough => await js.UpdateStreamAsync(wanted, enough), stop);
        if (wanted.MaxMsgsPerSubject is > 0 and var most) await ShortenAsync(stream, js, (int)most, stop);
    }

    private static (TimeSpan, long, long, int) ChangeableOf(StreamConfig config) =>
        (config.MaxAge, config.MaxMsgsPerSubject, config.MaxBytes, config.NumReplicas);

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

    private static StreamConfig ConfigOf(Subjects subjects, HistoryRetention retention, StreamPlan plan) =>
        new(subjects.HistoryStream, [subjects.History])
        {
            Storage = StreamConfigStorage.File,
            Retention = StreamConfigRetention.Limits,
            Discard = StreamConfigDiscard.Old,
            MaxAge = retention.Age ?? TimeSpan.Zero,
            MaxMsgsPerSubject = retention.PerTarget ?? -1,
            // Doubles are seen by the order of what is archived; the ids only tell what follows what.
            DuplicateWindow = TimeSpan.FromMilliseconds(100),
            NumReplicas = plan.Replicas ?? plan.ReplicasWhenMade,
            MaxBytes = plan.MaxBytes > 0 ? plan.MaxBytes : -1,
            AllowDirect = true,
        };
}
