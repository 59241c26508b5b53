using System.Buffers;
using System.Globalization;
using System.Threading.Channels;
using IrcNats.History;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Channel = System.Threading.Channels.Channel;

namespace IrcNats.Adapters;

/// <summary>
/// NATS as a leaf uses it. Requests go out and replies come in on one connection, the log's broadcast comes on another,
/// so that a stall of one does not hold up the other.
/// </summary>
sealed class LeafBus : ILeafBus
{
    private readonly BusConnection _requests, _casts;
    private readonly string _leaf, _replies;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Refusals _refusals;
    private readonly SnapshotStore _snapshots;
    private readonly Dictionary<string, string> _subjects = [];
    private readonly List<NatsSubBase> _subscriptions = [];
    private readonly Task _sender;
    // Bounded by the requests that a leaf may have unanswered, and one farewell for each of its sessions.
    private readonly Channel<Request> _outgoing = Channel.CreateUnbounded<Request>(new() { SingleReader = true });
    private readonly OrderDesk _orders;
    private LogFollower? _follower;
    private NatsLogStream? _stream;

    private LeafBus(
        BusConnection requests, BusConnection casts, Subjects subjects, string leaf, TimeProvider time, ILogger log)
    {
        (_requests, _casts, Subjects, _leaf, _time, _log) = (requests, casts, subjects, leaf, time, log);
        _refusals = new Refusals(log);
        _replies = subjects.Replies(leaf);
        _snapshots = new SnapshotStore(requests, subjects.SnapshotStream, subjects.Saved, log);
        _orders = new OrderDesk(requests, log);
        _requests.ConnectionOpened += Opened;
        _requests.ConnectionDisconnected += Lost;
        _sender = Task.Run(SendAllAsync);
    }

    public Subjects Subjects { get; }

    public event Action<Reply>? Replied;

    public event Action<Beat>? Beaten;

    public event Action<bool>? Connected;

    /// <summary>Waits, saying so once, until there are a server and a log.</summary>
    public static async Task<LeafBus> ConnectAsync(
        BusOptions options, string leaf, TimeProvider time, ILogger log, CancellationToken stop)
    {
        Subjects subjects = new(options.Network);
        BusConnection requests = await NatsConnections.OpenAsync(options, $"{leaf} requests", log, stop);
        BusConnection casts = await NatsConnections.OpenAsync(options, $"{leaf} log", log, stop);
        await LogStreams.WaitAsync(casts, subjects.LogStream, log, stop);
        LeafBus bus = new(requests, casts, subjects, leaf, time, log);
        string replies = bus._replies + ".>";
        bus._subscriptions.Add(await CallbackSubscription.StartAsync(requests, replies, bus.TakeReply, stop));
        bus._subscriptions.Add(await CallbackSubscription.StartAsync<Beat>(
            requests, subjects.Beat, bus.TakeBeat, bus._refusals, stop));
        return bus;
    }

    public Task<NetworkSnapshot?> LoadSnapshotAsync(CancellationToken stop) => _snapshots.LoadAsync(stop);

    public async Task FollowAsync(Grounds from, ILogSink sink, CancellationToken stop)
    {
        INatsJSStream found = await LogStreams.WaitAsync(_casts, Subjects.LogStream, _log, stop);
        _stream = new NatsLogStream(_casts, Subjects, found, _time, _log);
        _follower = new LogFollower(_stream, _snapshots.LoadAsync, from, sink, _time, _log);
        await _follower.StartAsync(stop);
    }

    public Task TakeOrdersAsync(Func<Order, Task<OrderReply>> carryOut, CancellationToken stop) =>
        _orders.OpenAsync(Subjects.Control(_leaf), carryOut, stop);

    public async Task<IAsyncDisposable> AnnounceAsync(ServiceIdentity self, CancellationToken stop) =>
        await ServiceDirectory.StartAsync(_requests, self, stop);

    public void Rebuild() => _follower?.Rebuild();

    public void RebuildAt(ulong seq) => _follower?.Rebuild(seq);

    public Task Following => _follower?.Completion ?? Task.CompletedTask;

    public async Task<byte[]?> ReadAsync(ulong seq)
    {
        try
        {
            return _stream is null ? null : await _stream.GetAsync(seq);
        }
        catch (LogSilentException silent)
        {
            throw new HistorySilentException($"entry {seq} of the log was not read: {silent.Message}", silent);
        }
    }

    /// <summary>On the connection of the requests: it is not the one that must not be held up.</summary>
    public Task<IHistoryArchive> OpenArchiveAsync(CancellationToken stop) => Task.FromResult<IHistoryArchive>(
        new JetStreamArchive(_requests, Subjects, _requests.NewDeepInbox(), _time));

    public void Send(Request request) => _outgoing.Writer.TryWrite(request);

    public async Task<ProofAnswer?> AskAsync(ProofQuestion asked, CancellationToken stop)
    {
        try
        {
            NatsSubOpts wait = new()
            {
                Timeout = TimeSpan.FromMilliseconds(asked.Purpose.AnsweredWithin()), ThrowIfNoResponders = true,
            };
            NatsMsg<byte[]> answer = await _requests.RequestAsync<byte[], byte[]>(
                Subjects.Proof(_leaf), Codec.Encode(asked), replyOpts: wait, cancellationToken: stop);
            if (Codec.TryDecode(answer.Data, out ProofAnswer? read, out string? error)) return read;
            _refusals.Add(Subjects.Proof(_leaf), error);
            return null;
        }
        catch (NatsException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _outgoing.Writer.TryComplete();
        await _sender.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_follower is not null) await _follower.DisposeAsync();
        await _casts.DisposeAsync();
        await _requests.DisposeAsync();
    }

    private async Task SendAllAsync()
    {
        await foreach (Request request in _outgoing.Reader.ReadAllAsync())
        {
            string replyTo = string.Create(
                CultureInfo.InvariantCulture, $"{_replies}.{request.Incarnation:x}.{request.Number}");
            try
            {
                await _requests.PublishAsync(SubjectOf(request.Ask.Verb), Codec.Encode(request), replyTo: replyTo);
            }
            catch (NatsException e)
            {
                // Not sent: the leaf sends it again when nothing answers.
                BusLog.Unsent(_log, request.Ask.Verb, e.Message);
            }
        }
    }

    // Verbs are the known commands, so this is bounded; it saves a string for each request.
    private string SubjectOf(string verb)
    {
        if (!_subjects.TryGetValue(verb, out string? subject))
            _subjects[verb] = subject = Subjects.Command(_leaf, verb);
        return subject;
    }

    private void TakeReply(
        string subject, string? replyTo, in ReadOnlySequence<byte>? headers, in ReadOnlySequence<byte> payload)
    {
        // Empty: the server's "no responders". The leaf sends again when it hears of a root.
        if (payload.IsEmpty) return;
        if (!Codec.TryDecode(payload.ToArray(), out Reply? reply, out string? error))
        {
            _refusals.Add(subject, error);
            return;
        }

        _follower?.Heard(reply);
        Replied?.Invoke(reply);
    }

    private void TakeBeat(Beat beat)
    {
        _follower?.Heard(beat);
        Beaten?.Invoke(beat);
    }

    private ValueTask Opened(object? sender, NatsEventArgs args)
    {
        BusLog.Opened(_log, "requests");
        Connected?.Invoke(true);
        return ValueTask.CompletedTask;
    }

    private ValueTask Lost(object? sender, NatsEventArgs args)
    {
        BusLog.Lost(_log, "requests", args.Message);
        Connected?.Invoke(false);
        return ValueTask.CompletedTask;
    }
}
