using IrcNats.History;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace IrcNats.Adapters;

/// <summary>
/// An archive in stream IRC_HIST, one subject a target. The stream itself keeps to the retention: at most so many
/// messages of a subject, none older than its age.
/// </summary>
public sealed class JetStreamArchive : IHistoryArchive
{
    private readonly HistoryStream _stream;
    private readonly HistoryReader _reader;
    private readonly BusConnection? _own;

    /// <param name="connection">Of the process; stays open.</param>
    /// <param name="inbox">
    /// Where answers come: below a subject that only this object has and that the process may subscribe to.
    /// </param>
    public JetStreamArchive(BusConnection connection, Subjects subjects, string inbox, TimeProvider time)
    {
        _stream = new HistoryStream(connection, subjects, inbox, time);
        _reader = new HistoryReader(_stream);
    }

    private JetStreamArchive(BusConnection own, Subjects subjects, TimeProvider time)
        : this(own, subjects, own.NewDeepInbox(), time) => _own = own;

    /// <summary>
    /// The archive as a root writes it: on a connection of its own, so that no entry of the log waits behind a batch.
    /// Waits until JetStream answers, and makes the stream if it is missing.
    /// </summary>
    /// <param name="name">Of the connection, as operators of NATS see it.</param>
    public static async Task<JetStreamArchive> StartAsync(
        BusOptions options, string name, HistoryRetention keeps, StreamPlan plan, TimeProvider time, ILogger log,
        CancellationToken stop)
    {
        Subjects subjects = new(options.Network);
        BusConnection own = await NatsConnections.OpenAsync(options, name, log, stop);
        try
        {
            await HistoryStreams.EnsureAsync(own, subjects, keeps, plan, log, stop);
            return new JetStreamArchive(own, subjects, time);
        }
        catch
        {
            await own.DisposeAsync();
            throw;
        }
    }

    /// <summary>The archive for a person's command, which tries each server once.</summary>
    /// <param name="plan">Of a stream that is to be made if it is missing; null: it has to be there.</param>
    /// <exception cref="HistorySilentException">There is no server, or it does not let us in.</exception>
    public static async Task<JetStreamArchive> OpenOnceAsync(
        BusOptions options, string name, StreamPlan? plan, TimeProvider time, CancellationToken stop)
    {
        Subjects subjects = new(options.Network);
        BusConnection? own = null;
        try
        {
            own = await NatsConnections.OpenOnceAsync(options, name, stop);
            if (plan is not null) await HistoryStreams.MakeAsync(own, subjects, plan, stop);
            return new JetStreamArchive(own, subjects, time);
        }
        catch (Exception e)
        {
            if (own is not null) await own.DisposeAsync();
            if (e is NatsException) throw new HistorySilentException(e.Message, e);
            throw;
        }
    }

    public Task<IHistoryPen> OpenAsync(ulong epoch, CancellationToken stop) =>
        JetStreamPen.OpenAsync(_stream, _reader, epoch, stop);

    public Task<HistoryPage> ReadAsync(HistoryQuery query, CancellationToken stop) =>
        _stream.WithinAsync(enough => _reader.ReadAsync(query, enough), stop);

    public Task<IReadOnlyList<HistoryActivity>> ActiveAsync(HistoryActivityQuery query, CancellationToken stop) =>
        _stream.WithinAsync(
            async enough =>
            {
                List<HistoryActivity> newest = [.. await OfAccountAsync(query.Account, enough)];
                HistoryMessage?[] last = await _stream.LastOfManyAsync(
                    [.. query.Targets.Select(t => HistorySubjects.Of(_stream.Subjects, t))], enough);
                foreach (var (target, message) in query.Targets.Zip(last))
                    if (await NewestAsync(target, message, enough) is { } activity) newest.Add(activity);
                return query.Select(newest);
            },
            stop);

    public Task<HistoryScan> ScanAsync(string? account, string? from, int limit, CancellationToken stop)
    {
        HistoryBatch.CheckLimit(limit);
        StreamPart.Parse(from);
        return _stream.WithinAsync(
            async enough =>
            {
                StreamPart part = await StreamPart.BeginAsync(_stream, from, limit, enough);
                HistoryMessage[] messages =
                    [.. (await _stream.GetManyAsync(part.Sequences, enough)).OfType<HistoryMessage>()];
                HistoryItem[] items =
                [
                    .. from message in messages
                       where message.Archived is not null
                       let archived = message.Archived
                       where account is null || archived.Message.Account == account
                       where HistoryTarget.TryParse(archived.Target, out _)
                       select new HistoryItem(Parse(archived.Target), archived.Message),
                ];
                return new HistoryScan(items, part.Next)
                {
                    Unreadable = [.. messages.Select(m => m.Fault).OfType<string>()],
                };
            },
            stop);
    }

    public Task RetainAsync(HistoryRetention keeps, CancellationToken stop) =>
        HistoryStreams.RetainAsync(_stream, _stream.JetStream, keeps, stop);

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        if (_own is not null) await _own.DisposeAsync();
    }

    private static HistoryTarget Parse(string key) => HistoryTarget.TryParse(key, out HistoryTarget target)
        ? target : throw new InvalidDataException($"'{key}' is no target");

    // The newest of a subject is nearly always the target's: another target with the same hash, or something
    // unreadable, makes it a search.
    private async Task<HistoryActivity?> NewestAsync(HistoryTarget target, HistoryMessage? last, CancellationToken stop)
    {
        if (last is null) return null;
        KeptMessage? newest = last.Archived?.Target == target.Key ? last.Archived.Message
            : (await _reader.ReadAsync(HistoryQuery.Latest(target, null, 1), stop)).Messages.SingleOrDefault();
        return newest is null ? null : new HistoryActivity(target, newest.Mark, newest.Time);
    }

    private async Task<IEnumerable<HistoryActivity>> OfAccountAsync(string? account, CancellationToken stop)
    {
        if (account is null) return [];
        HashSet<string> subjects = [];
        foreach (string filter in HistorySubjects.OfAccount(_stream.Subjects, account))
            subjects.UnionWith((await _stream.SubjectsAsync(filter, stop)).Keys);
        string[] some = [.. subjects.Take(HistoryActivityQuery.TargetsMax)];
        List<HistoryActivity> all = [];
        foreach (var (subject, last) in some.Zip(await _stream.LastOfManyAsync(some, stop)))
        {
            if (last is null || await _reader.NewestAsync(subject, last, [], stop) is not { Archived: { } newest })
                continue;
            HistoryTarget target = Parse(newest.Target);
            if (target.Accounts is var (one, other) && (one == account || other == account))
                all.Add(new HistoryActivity(target, newest.Message.Mark, newest.Message.Time));
        }

        return all;
    }
}
