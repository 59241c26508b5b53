using System.Buffers;
using System.Collections.Concurrent;
using IrcNats.History;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Adapters;

/// <summary>
/// NATS as a root uses it. A standby follows the log; the active root takes requests, appends, and beats.
/// </summary>
sealed class RootBus : IRootBus
{
    // Time for the server to take a subscription.
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(1);

    // A root that has not answered by then is taken to be away.
    private static readonly TimeSpan s_answers = TimeSpan.FromSeconds(1);

    private readonly BusConnection _commands, _logConnection;
    private readonly BusOptions _options;
    private readonly string _node;
    private readonly int _replicas;
    private readonly ILogger _log;
    private readonly Refusals _refusals;
    private readonly TimeProvider _time;
    private readonly SnapshotStore _snapshots;
    private readonly LogAccess _access;
    private readonly NatsLogTrimming _trimming;
    private readonly OrderDesk _orders;
    // Requests for a root that is being elected: leaves ask as soon as they see the election.
    private readonly EarlyRequests _early = new();
    private readonly ReplyOut _replies;
    private CallbackSubscription? _requests, _beats, _questions;
    // An archiver's own: its batches hold up nothing that the root says.
    private (BusConnection Connection, NatsLogStream Log)? _history;
    private volatile ArchiverLog? _archiverLog;

    private RootBus(
        BusOptions options, BusConnection commands, BusConnection logConnection, INatsJSStream stream, string node,
        int replicas, TimeProvider time, ILogger log)
    {
        Subjects subjects = Subjects = new Subjects(options.Network);
        (_options, _commands, _logConnection, _replicas) = (options, commands, logConnection, replicas);
        (_node, _time, _log, _refusals) = (node, time, log, new Refusals(log));
        _snapshots = new SnapshotStore(logConnection, subjects.SnapshotStream, subjects.Saved, log);
        NatsLogStream entries = new(logConnection, subjects, stream, time, log);
        _access = new LogAccess(entries, _snapshots.LoadAsync, node, why => Fenced?.Invoke(why), time, log);
        _trimming = new NatsLogTrimming(
            commands, subjects, entries, new SnapshotStore(commands, subjects.SnapshotStream, subjects.Saved, log),
            new SnapshotStore(commands, subjects.SnapshotStream, subjects.ArchiverPlace, log));
        _orders = new OrderDesk(commands, log);
        _replies = new ReplyOut((to, answer) => commands.PublishAsync(to, answer), log);
        _commands.ConnectionOpened += Opened;
    }

    public Subjects Subjects { get; }

    public event Action<Request, string>? Requested;

    public event Action<Beat>? Beaten;

    public event Action? Reconnected;

    public event Action<string>? Fenced;

    public ulong Committed => _access.Committed;

    public TimeSpan SinceOwned => _access.SinceOwned;

    public bool IsOpen => _commands.ConnectionState == NatsConnectionState.Open;

    public void Rebuild() => _access.Rebuild();

    public void RebuildAt(ulong seq) => _access.RebuildAt(seq);

    public void Doubt() => _access.Doubt();

    public Task Following => _access.Following;

    /// <summary>Waits, saying so once, until there is a server; creates the streams that are missing.</summary>
    public static async Task<RootBus> ConnectAsync(
        BusOptions options, string node, int replicas, TimeProvider time, ILogger log, CancellationToken stop)
    {
        Subjects subjects = new(options.Network);
        BusConnection commands = await NatsConnections.OpenAsync(options, $"{node} commands", log, stop);
        BusConnection logConnection = await NatsConnections.OpenAsync(options, $"{node} log", log, stop);
        await LogStreams.EnsureAsync(logConnection, subjects, replicas, log, stop);
        INatsJSStream stream = await LogStreams.WaitAsync(logConnection, subjects.LogStream, log, stop);
        RootBus bus = new(options, commands, logConnection, stream, node, replicas, time, log);
        bus._beats = await CallbackSubscription.StartAsync<Beat>(
            commands, subjects.Beat, bus.TakeBeat, bus._refusals, stop);
        return bus;
    }

    public Task<NetworkSnapshot?> LoadSnapshotAsync(CancellationToken stop) => _snapshots.LoadAsync(stop);

    public Task<SnapshotManifest?> NewestSnapshotAsync(CancellationToken stop) => _snapshots.ManifestAsync(stop);

    public Task SaveSnapshotAsync(ulong seq, byte[] bytes, long time, CancellationToken stop) =>
        _snapshots.SaveAsync(seq, bytes, _node, time, stop);

    public Task<LogLength> TrimLogAsync(LogTrim trim, CancellationToken stop) => _trimming.TrimAsync(trim, stop);

    public Task FollowAsync(Grounds from, ILogSink sink, CancellationToken stop) =>
        _access.FollowAsync(from, sink, stop);

    public Task<(ReadOnlyMemory<byte>? Entry, bool IsCertain)> ReadAsync(ulong seq) => _access.ReadAsync(seq);

    public Task<bool?> HasAsync(Grounds at, CancellationToken stop) => _access.HasAsync(at, stop);

    public Task StopFollowingAsync() => _access.StopFollowingAsync();

    // When none takes requests, NATS says so at once.
    public async Task<bool> IsAnyoneActiveAsync(CancellationToken stop)
    {
        try
        {
            NatsSubOpts wait = new() { Timeout = TimeSpan.FromMilliseconds(200), ThrowIfNoResponders = true };
            await _commands.RequestAsync<byte[], byte[]>(
                Subjects.Probe(_node), [], replyOpts: wait, cancellationToken: stop);
            return true;
        }
        catch (NatsNoRespondersException)
        {
            return false;
        }
        catch (NatsException)
        {
            return true;
        }
    }

    public async Task<IReadOnlyDictionary<string, int>> RootLevelsAsync()
    {
        ConcurrentDictionary<string, int> levels = [];
        string inbox = _commands.NewInbox();
        await using CallbackSubscription answers = await CallbackSubscription.StartAsync(
            _commands, inbox,
            (string _, string? _, in ReadOnlySequence<byte>? _, in ReadOnlySequence<byte> answer) =>
            {
                if (ServiceDirectory.MetadataIn(answer.ToArray()) is not { } root) return;
                if (root.GetValueOrDefault("network") != Subjects.Network) return;
                bool said = int.TryParse(root.GetValueOrDefault(ServiceIdentity.Level), out int level);
                levels[root.GetValueOrDefault("node", "")] = said ? level : BuildLevel.First;
            },
            CancellationToken.None);
        await _commands.PublishAsync(Subjects.AllRoots, replyTo: inbox);
        await Task.Delay(s_answers, _time);
        return levels;
    }

    public async Task<bool> TryElectAsync(ulong expectedLast, Entry election, CancellationToken stop)
    {
        if (!await _access.StandsAsync(stop)) return false;
        // Before the election can be seen. So a process that sees it and then asks for a root finds one.
        _early.Begin();
        _requests ??= await CallbackSubscription.StartAsync(_commands, Subjects.Commands, TakeRequest, stop);
        NatsJSPubOpts fence = new() { ExpectedLastSequence = expectedLast };
        NatsJSContext js = new(_logConnection);
        byte[] entry = Codec.Encode(election);
        bool elected = false;
        try
        {
            await _commands.PingAsync(stop).AsTask().WaitAsync(s_answer, _time, stop);
            PubAckResponse ack = await js.PublishAsync(Subjects.Log, entry, opts: fence, cancellationToken: stop);
            elected = ack.Error is null;
            if (elected) _access.Elected(ack.Seq);
            else _access.NotElected();
            return elected;
        }
        finally
        {
            if (!elected) await StopRequestsAsync();
        }
    }

    public Task BeginAppendingAsync(ulong committed, CancellationToken stop) =>
        _access.BeginAppendingAsync(committed, stop);

    public async Task StopWritingAsync()
    {
        await StopRequestsAsync();
        await _access.StopAppendingAsync();
    }

    public async Task<IHistoryArchive> OpenArchiveAsync(
        JetStreamConfig wanted, HistoryRetention keeps, CancellationToken stop)
    {
        StreamPlan plan = new(_replicas, wanted.Replicas > 0 ? wanted.Replicas : null, wanted.MaxBytes);
        return await JetStreamArchive.StartAsync(_options, $"{_node} archive", keeps, plan, _time, _log, stop);
    }

    public Task TakeOrdersAsync(Func<Order, Task<OrderReply>> carryOut, CancellationToken stop) =>
        _orders.OpenAsync(Subjects.Control(_node), carryOut, stop);

    public async Task<OrderReply?> OrderAsync(string node, Order order, CancellationToken stop)
    {
        try
        {
            NatsSubOpts wait = new() { Timeout = s_answers, ThrowIfNoResponders = true };
            NatsMsg<byte[]> reply = await _commands.RequestAsync<byte[], byte[]>(
                Subjects.Control(node), Codec.Encode(order), replyOpts: wait, cancellationToken: stop);
            if (Codec.TryDecode(reply.Data, out OrderReply? read, out string? error)) return read;
            _refusals.Add(Subjects.Control(node), error);
            return null;
        }
        catch (NatsException)
        {
            return null;
        }
    }

    public async Task<IArchiverLog> OpenArchiverLogAsync(CancellationToken stop)
    {
        NatsPlaceStore places = new(await HistoryConnectionAsync(stop), Subjects, _node, _log);
        return _archiverLog = new ArchiverLog(_history!.Value.Log, places, _snapshots.LoadAsync, _time, _log);
    }

    public async Task<IAsyncDisposable> AnnounceAsync(ServiceIdentity self, CancellationToken stop) =>
        await ServiceDirectory.StartAsync(_commands, self, stop);

    public void TakeRequests() => _early.End((request, replyTo) => Requested?.Invoke(request, replyTo));

    public void Append(ulong seq, Entry entry) => _access.Append(seq, entry);

    public Task ConfirmAsync() => _access.ConfirmAsync();

    public Task WhenStoredAsync(ulong seq) => _access.WhenStoredAsync(seq);

    public void Reply(string to, Reply reply) => _replies.Send(to, Codec.Encode(reply));

    public async Task TakeQuestionsAsync(Action<ProofQuestion, string> asked, CancellationToken stop) =>
        _questions ??= await CallbackSubscription.StartAsync(
            _commands, Subjects.Proofs, Subjects.Roots,
            (string subject, string? replyTo, in ReadOnlySequence<byte>? _, in ReadOnlySequence<byte> payload) =>
                TakeQuestion(subject, replyTo, payload.ToArray(), asked),
            stop);

    public async Task StopQuestionsAsync()
    {
        if (_questions is not null) await _questions.DisposeAsync();
        _questions = null;
    }

    public void Answer(string to, ProofAnswer answer) => _replies.Send(to, Codec.Encode(answer));

    public async ValueTask BeatAsync(Beat beat) => await _commands.TrySendAsync(Subjects.Beat, Codec.Encode(beat));

    public async ValueTask DisposeAsync()
    {
        if (_requests is not null) await _requests.DisposeAsync();
        if (_beats is not null) await _beats.DisposeAsync();
        await StopQuestionsAsync();
        await _access.DisposeAsync();
        if (_history is var (connection, _)) await connection.DisposeAsync();
        await _logConnection.DisposeAsync();
        await _commands.DisposeAsync();
    }

    private async Task<BusConnection> HistoryConnectionAsync(CancellationToken stop)
    {
        if (_history is var (known, _)) return known;
        BusConnection connection = await NatsConnections.OpenAsync(_options, $"{_node} archiver", _log, stop);
        INatsJSStream stream = await LogStreams.WaitAsync(connection, Subjects.LogStream, _log, stop);
        _history = (connection, new NatsLogStream(connection, Subjects, stream, _time, _log));
        return connection;
    }

    private async ValueTask StopRequestsAsync()
    {
        if (_requests is not null) await _requests.DisposeAsync();
        _requests = null;
        _early.Begin();
    }

    private ValueTask Opened(object? sender, NatsEventArgs args)
    {
        BusLog.Opened(_log, "commands");
        Reconnected?.Invoke();
        return ValueTask.CompletedTask;
    }

    private void TakeRequest(
        string subject, string? replyTo, in ReadOnlySequence<byte>? headers, in ReadOnlySequence<byte> payload)
    {
        if (replyTo is null) _refusals.Add(subject, "no reply subject");
        else if (payload.IsEmpty) AnswerProbe(subject, replyTo);
        else if (!Codec.TryDecode(payload.ToArray(), out Request? request, out string? error))
            _refusals.Add(subject, error);
        else if (!Subjects.IsCommandOf(subject, request.Leaf))
            _refusals.Add(subject, $"it names the leaf '{request.Leaf}'");
        else if (!_early.Keeps(request, replyTo)) Requested?.Invoke(request, replyTo);
    }

    // Another root asks whether there is an active one. A question in a leaf's name gets no answer.
    private void AnswerProbe(string subject, string replyTo)
    {
        if (!subject.EndsWith(Subjects.ProbeVerb, StringComparison.Ordinal)) return;
        _replies.Send(replyTo, []);
    }

    private void TakeQuestion(string subject, string? replyTo, byte[] payload, Action<ProofQuestion, string> asked)
    {
        if (replyTo is null) _refusals.Add(subject, "no reply subject");
        else if (!Codec.TryDecode(payload, out ProofQuestion? question, out string? error))
            _refusals.Add(subject, error);
        else if (subject != Subjects.Proof(question.Leaf))
            _refusals.Add(subject, $"it names the leaf '{question.Leaf}'");
        else asked(question, replyTo);
    }

    private void TakeBeat(Beat beat)
    {
        _access.Heard(beat);
        _archiverLog?.Heard(beat);
        Beaten?.Invoke(beat);
    }
}
