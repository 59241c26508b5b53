using System.Net;
using Cassandra.Protocol;

namespace Cassandra.Connections;

/// <summary>
/// One connection to one host, on which many requests wait for their answers at once. Whatever goes wrong with its
/// bytes ends it; everybody who waits is told why.
/// </summary>
internal sealed class Connection : IDisposable
{
    // So many answers that never came: the server has stopped, or its disk has.
    private const int GivenUpMax = 64;

    private static readonly TimeSpan s_watchInterval = TimeSpan.FromMilliseconds(100);

    private readonly Stream _stream;
    private readonly ConnectionSettings _settings;
    private readonly PendingRequests _pending;
    private readonly Outgoing _outgoing;
    private readonly TaskCompletionSource<Exception> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _heard = Environment.TickCount64;

    private Connection(IPEndPoint address, Stream stream, byte version, ConnectionSettings settings)
    {
        (Address, _stream, Version, _settings) = (address, stream, version, settings);
        _pending = new PendingRequests(settings.Pooling.GetMaxRequestsPerConnection());
        _outgoing = new Outgoing(stream, isFramed: version >= 5);
    }

    public IPEndPoint Address { get; }

    public byte Version { get; }

    /// <summary>How many numbers are in use.</summary>
    public int InFlight => _pending.Count;

    /// <summary>Is done when the connection has ended, with the reason.</summary>
    public Task<Exception> Ended => _ended.Task;

    /// <summary>What the server says unasked; is called on the loop that reads.</summary>
    public Action<EventResponse>? Heard { get; set; }

    public static async Task<Connection> OpenAsync(
        IPEndPoint address, ConnectionSettings settings, CancellationToken stop = default)
    {
        int timeout = settings.Sockets.ConnectTimeoutMillis;
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(timeout);
        while (true)
        {
            byte version = settings.Version.Value;
            try
            {
                return await OpenAsync(address, settings, version, late.Token).ConfigureAwait(false);
            }
            catch (UnsupportedVersionException refused) when (settings.Version.Lower(refused.Version))
            {
                // Again with the version before it.
            }
            catch (Exception e) when (late.IsCancellationRequested && e is not AuthenticationException)
            {
                stop.ThrowIfCancellationRequested();
                throw new OperationTimedOutException(address, timeout);
            }
        }
    }

    /// <summary>
    /// Sends a request and gives the task of its answer. What this throws by itself was not sent:
    /// <see cref="BusyPoolException"/> when too many wait, or the reason why the connection has ended.
    /// </summary>
    public Task<Envelope> Send(Request request, int timeoutMs)
    {
        long deadline = timeoutMs > 0 ? Environment.TickCount64 + timeoutMs : long.MaxValue;
        if (_pending.TryAdd(deadline, timeoutMs) is not { } added)
            throw new BusyPoolException(Address, _settings.Pooling.GetMaxRequestsPerConnection(), 1);
        BodyWriter envelope = new();
        try
        {
            request.WriteEnvelope(envelope, Version, added.Stream);
        }
        catch
        {
            envelope.Dispose();
            _pending.Withdraw(added.Stream);
            throw;
        }

        // If the connection ends meanwhile, the answer is told so.
        if (!_outgoing.TryAdd(envelope)) envelope.Dispose();
        return added.Answer;
    }

    /// <summary>What an answer says; an answer that cannot be read ends the connection.</summary>
    public Response Understand(Envelope answer, ResultColumns? known = null)
    {
        try
        {
            return Response.Parse(answer, known);
        }
        catch (MalformedFrameException e)
        {
            End(e);
            throw;
        }
    }

    /// <summary>Asks and waits, with the usual time limit; an error of the server is thrown.</summary>
    public async Task<Response> AskAsync(Request request)
    {
        Envelope answer = await Send(request, _settings.Sockets.ReadTimeoutMillis).ConfigureAwait(false);
        Response response = Understand(answer);
        return response is ErrorResponse { Error: var error } ? throw error : response;
    }

    public Task UseKeyspaceAsync(string keyspace) =>
        AskAsync(new QueryRequest($"USE {CqlName.Quoted(keyspace)}", QueryParameters.Plain));

    /// <summary>The next heartbeat is due now.</summary>
    public void AskForSignOfLife() => Volatile.Write(ref _heard, long.MinValue / 2);

    public void End(Exception why)
    {
        Exception reason = why is DriverException ? why : new ConnectionLostException(Address, why);
        _pending.End(reason);
        _outgoing.Complete();
        _stream.Dispose();
        _ended.TrySetResult(reason);
    }

    public void Dispose() => End(new ObjectDisposedException(nameof(Connection), "The session was closed."));

    private static async Task<Connection> OpenAsync(
        IPEndPoint address, ConnectionSettings settings, byte version, CancellationToken stop)
    {
        Stream stream = await Transport.OpenAsync(address, settings, stop).ConfigureAwait(false);
        try
        {
            await using CancellationTokenRegistration giveUp = stop.Register(stream.Dispose);
            ByteSource source = new(stream);
            Handshake handshake = new(address, stream, source, version, settings);
            EnvelopeReader reader = await handshake.RunAsync().ConfigureAwait(false);
            Connection connection = new(address, stream, version, settings);
            connection.Begin(reader);
            return connection;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void Begin(EnvelopeReader reader)
    {
        _ = UntilItEndsAsync(() => ReadAsync(reader));
        _ = UntilItEndsAsync(_outgoing.RunAsync);
        _ = UntilItEndsAsync(WatchAsync);
    }

    private async Task UntilItEndsAsync(Func<Task> loop)
    {
        try
        {
            await Task.Run(loop).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            End(e);
        }
    }

    private async Task ReadAsync(EnvelopeReader reader)
    {
        while (true)
        {
            Envelope envelope = await reader.ReadAsync().ConfigureAwait(false);
            Volatile.Write(ref _heard, Environment.TickCount64);
            if (envelope.Version != Version)
            {
                throw new MalformedFrameException(
                    $"The server changed to version {envelope.Version} of the protocol, from {Version}.");
            }

            if (envelope.Stream >= 0) _pending.Answer(envelope);
            else if (Response.Parse(envelope) is EventResponse happened) Heard?.Invoke(happened);
        }
    }

    private async Task WatchAsync()
    {
        using PeriodicTimer timer = new(s_watchInterval);
        Task<Envelope>? heartbeat = null;
        while (!_ended.Task.IsCompleted && await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            _pending.Expire(Environment.TickCount64, timeoutMs => new OperationTimedOutException(Address, timeoutMs));
            if (_pending.GivenUp >= GivenUpMax)
                throw new TimeoutException($"the server did not answer {GivenUpMax} requests in time");
            heartbeat = HeartBeat(heartbeat);
        }
    }

    // A question now and then, when nothing was heard; no answer in time ends the connection.
    private Task<Envelope>? HeartBeat(Task<Envelope>? last)
    {
        if (last is { Exception: not null })
            throw new TimeoutException("the server did not answer whether it is still there");
        if (last is { IsCompleted: false }) return last;
        int interval = _settings.Pooling.GetHeartBeatInterval() ?? 0;
        if (interval <= 0 || Environment.TickCount64 - Volatile.Read(ref _heard) < interval) return null;
        try
        {
            return Send(OptionsRequest.Only, Math.Max(_settings.Sockets.ReadTimeoutMillis, 1));
        }
        catch (BusyPoolException)
        {
            // All numbers wait for a server that says nothing: their own time limits end it.
            return null;
        }
    }
}
