using System.Globalization;
using System.Text;
using IrcNats.History;
using IrcNats.Wire;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Adapters;

/// <summary>
/// Stream IRC_HIST: one message each by direct gets, many of them pipelined.
/// https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-31.md
/// </summary>
sealed class HistoryStream : IAsyncDisposable
{
    /// <summary>Gets under way at a time.</summary>
    public const int Window = 128;

    private const int NotFound = 404, NoSuchSequence = 10043, WrongLastId = 10070, WrongLastSequence = 10071;

    // What one call may take in all, so that nobody waits for a connection that is away.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly BusConnection _connection;
    private readonly NatsJSContext _jetStream;
    private readonly TimeProvider _time;
    private readonly DirectGets _gets;
    private INatsJSStream? _stream;

    /// <param name="inbox">Where answers come: below a subject that only this object has.</param>
    public HistoryStream(BusConnection connection, Subjects subjects, string inbox, TimeProvider time)
    {
        (_connection, Subjects, _time) = (connection, subjects, time);
        _jetStream = new NatsJSContext(connection);
        _gets = new DirectGets(connection, subjects.HistoryStream, inbox, time);
    }

    public Subjects Subjects { get; }

    public NatsJSContext JetStream => _jetStream;

    /// <summary>Does something within bounds: what NATS says is said as an archive says it.</summary>
    public async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (_connection.ConnectionState != NatsConnectionState.Open)
            throw new HistorySilentException("the connection to NATS is away");
        using CancellationTokenSource late = new(s_patience, _time);
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            return await act(enough.Token);
        }
        catch (NatsJSApiException e) when (e.Error.Code == NotFound)
        {
            throw new HistorySilentException($"stream {Subjects.HistoryStream} is missing: {e.Message}", e);
        }
        catch (Exception e) when (e is NatsException or TimeoutException or ObjectDisposedException)
        {
            throw new HistorySilentException($"stream {Subjects.HistoryStream}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new HistorySilentException(
                $"stream {Subjects.HistoryStream} did not answer within {s_patience.TotalSeconds} s", e);
        }
    }

    public ValueTask DisposeAsync() => _gets.DisposeAsync();

    /// <summary>The first and the last sequence that the stream has or had.</summary>
    public async Task<(ulong First, ulong Last)> BoundsAsync(CancellationToken stop)
    {
        StreamInfo info = (await FindAsync(stop)).Info;
        return (info.State.FirstSeq, info.State.LastSeq);
    }

    /// <summary>The newest message of a subject; null: it has none.</summary>
    public async Task<HistoryMessage?> LastAsync(string subject, CancellationToken stop) =>
        (await LastOfManyAsync([subject], stop))[0];

    /// <summary>The newest message of each subject, null for those that have none.</summary>
    public async Task<HistoryMessage?[]> LastOfManyAsync(IReadOnlyList<string> subjects, CancellationToken stop)
    {
        HistoryMessage?[] last = await GetAsync(
            subjects.Select(s => new StreamMsgGetRequest { LastBySubj = s }), isNewest: true, stop);
        for (int i = 0; i < last.Length; i++) last[i] ??= await LastIfAnyAsync(subjects[i], stop);
        return last;
    }

    /// <summary>
    /// The newest message of a subject before a sequence, found without links because all that they name are deleted.
    /// JetStream says what is at a sequence or behind it: the place is halved until nothing is in between.
    /// </summary>
    public async Task<HistoryMessage?> BeforeAsync(string subject, ulong before, CancellationToken stop)
    {
        HistoryMessage? found = await NextAsync(subject, 1, stop);
        if (found is null || found.Seq >= before) return null;
        while (before - found.Seq > 1)
        {
            ulong middle = found.Seq + ((before - found.Seq) / 2);
            HistoryMessage? next = await NextAsync(subject, middle, stop);
            if (next is not null && next.Seq < before) found = next;
            else before = middle;
        }

        return found;
    }

    /// <summary>Messages by sequence, null for those that are not there.</summary>
    public Task<HistoryMessage?[]> GetManyAsync(IEnumerable<ulong> seqs, CancellationToken stop) =>
        GetAsync(seqs.Select(seq => new StreamMsgGetRequest { Seq = seq }), isNewest: false, stop);

    /// <summary>Which subjects below a filter have messages, and how many.</summary>
    public async Task<Dictionary<string, long>> SubjectsAsync(string filter, CancellationToken stop)
    {
        Dictionary<string, long> all = [];
        while (true)
        {
            StreamInfoRequest part = new() { SubjectsFilter = filter, Offset = all.Count };
            INatsJSStream stream = await _jetStream.GetStreamAsync(Subjects.HistoryStream, part, stop);
            if (stream.Info.State.Subjects is not { Count: > 0 } subjects) return all;
            int before = all.Count;
            foreach (var (subject, count) in subjects) all[subject] = count;
            if (all.Count == before || all.Count >= stream.Info.State.NumSubjects) return all;
        }
    }

    /// <summary>
    /// Appends a message that may only become this sequence: false when the stream has gone on since.
    /// </summary>
    /// <param name="id">By which the next message may name it as the one before it.</param>
    public async Task<bool> AppendAtAsync(ulong seq, string id, string subject, byte[] bytes, CancellationToken stop) =>
        await AppendAsync(
            subject, bytes, new NatsJSPubOpts { MsgId = id, ExpectedLastSequence = seq - 1 }, stop) == seq;

    /// <summary>
    /// Appends a message that may only follow another: null when that is not the stream's last, because something else
    /// came between, or because the server does not remember; else its sequence.
    /// </summary>
    public Task<ulong?> AppendAfterAsync(
        string before, string id, string subject, byte[] bytes, CancellationToken stop) =>
        AppendAsync(subject, bytes, new NatsJSPubOpts { MsgId = id, ExpectedLastMsgId = before }, stop);

    /// <summary>The same without asking what becomes of it: who follows it is refused too if it was.</summary>
    public ValueTask SendAfterAsync(string before, string id, string subject, byte[] bytes, CancellationToken stop)
    {
        NatsHeaders chain = new() { ["Nats-Msg-Id"] = id, ["Nats-Expected-Last-Msg-Id"] = before };
        return _connection.PublishAsync(subject, bytes, chain, cancellationToken: stop);
    }

    /// <summary>Removes a message and overwrites where it was; false: it was not there.</summary>
    public async Task<bool> EraseAsync(ulong seq, CancellationToken stop)
    {
        try
        {
            StreamMsgDeleteRequest erase = new() { Seq = seq, NoErase = false };
            return (await _jetStream.DeleteMessageAsync(Subjects.HistoryStream, erase, stop)).Success;
        }
        catch (NatsJSApiException e) when (e.Error.ErrCode is NoSuchSequence)
        {
            return false;
        }
    }

    private async Task<ulong?> AppendAsync(
        string subject, byte[] bytes, NatsJSPubOpts fence, CancellationToken stop)
    {
        PubAckResponse ack = await _jetStream.PublishAsync(subject, bytes, opts: fence, cancellationToken: stop);
        // A double would be another archiver's that gave the same name.
        if (ack.Duplicate || ack.Error is { ErrCode: WrongLastSequence or WrongLastId }) return null;
        ack.EnsureSuccess();
        return ack.Seq;
    }

    // The first message of a subject at a sequence or behind it; null: it has none there.
    private async Task<HistoryMessage?> NextAsync(string subject, ulong seq, CancellationToken stop) =>
        (await GetAsync([new StreamMsgGetRequest { NextBySubj = subject, Seq = seq }], isNewest: false, stop))[0];

    // nats-server 2.9 says that a subject has no newest message also when that was deleted and others are there.
    private async Task<HistoryMessage?> LastIfAnyAsync(string subject, CancellationToken stop)
    {
        if (await NextAsync(subject, 1, stop) is null) return null;
        (_, ulong end) = await BoundsAsync(stop);
        return await BeforeAsync(subject, end + 1, stop);
    }

    private async Task<INatsJSStream> FindAsync(CancellationToken stop) =>
        _stream = await _jetStream.GetStreamAsync(Subjects.HistoryStream, cancellationToken: stop);

    // In a cluster any replica answers, also one that is behind: what it does not have, and which message is the
    // newest, is the leader's to say.
    private async Task<HistoryMessage?[]> GetAsync(
        IEnumerable<StreamMsgGetRequest> wanted, bool isNewest, CancellationToken stop)
    {
        INatsJSStream stream = _stream ?? await FindAsync(stop);
        bool isReplicated = stream.Info.Config.NumReplicas > 1;
        List<HistoryMessage?> found = [];
        foreach (StreamMsgGetRequest[] part in wanted.Chunk(Window))
        {
            var answers = isReplicated && isNewest
                ? new (ulong, byte[])?[part.Length]
                : await _gets.GetAsync([.. part.Select(Bytes)], stop);
            for (int i = 0; i < part.Length; i++)
                found.Add(
                    answers[i] is var (seq, bytes) ? HistoryMessage.Of(seq, bytes)
                    : isReplicated ? await GetFromLeaderAsync(stream, part[i], stop)
                    : null);
        }

        return [.. found];
    }

    private static async Task<HistoryMessage?> GetFromLeaderAsync(
        INatsJSStream stream, StreamMsgGetRequest wanted, CancellationToken stop)
    {
        try
        {
            StoredMessage got = (await stream.GetAsync(wanted, stop)).Message;
            return HistoryMessage.Of(got.Seq, got.Data.ToArray());
        }
        catch (NatsJSApiException e) when (e.Error.Code == NotFound)
        {
            return null;
        }
    }

    // Subjects are made of plain letters: nothing has to be escaped.
    private static byte[] Bytes(StreamMsgGetRequest wanted) => Encoding.UTF8.GetBytes(wanted switch
    {
        { LastBySubj: { } subject } => $$"""{"last_by_subj":"{{subject}}"}""",
        { NextBySubj: { } subject } => $$"""{"next_by_subj":"{{subject}}","seq":{{wanted.Seq}}}""",
        _ => $$"""{"seq":{{wanted.Seq}}}""",
    });
}
