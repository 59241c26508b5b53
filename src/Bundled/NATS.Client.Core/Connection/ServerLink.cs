using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using NATS.Client.Core.Protocol;
using NATS.Client.Core.Security;

namespace NATS.Client.Core;

/// <summary>One connection to one server, from the first byte until it is lost.</summary>
internal sealed class ServerLink : IAsyncDisposable
{
    private readonly NatsOpts _opts;
    private readonly ReadBuffer _buffer;
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Queue<TaskCompletionSource> _pings = new();
    private Stream _stream = Stream.Null;
    private string? _lastError;
    private int _unanswered;
    private bool _lost;

    private ServerLink(ServerAddress server, NatsOpts opts)
    {
        Server = server;
        _opts = opts;
        _buffer = new ReadBuffer(opts.ReaderBufferSize);
    }

    public ServerAddress Server { get; }

    public ServerInfo Info { get; private set; } = new();

    /// <summary>
    /// Connects and greets, within the connect timeout. Every failure is a <see cref="NatsException"/>.
    /// </summary>
    public static async Task<ServerLink> OpenAsync(
        ServerAddress server, NatsOpts opts, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(opts.ConnectTimeout);
        var link = new ServerLink(server, opts);
        try
        {
            await link.GreetAsync(limited.Token).ConfigureAwait(false);
            return link;
        }
        catch (Exception e)
        {
            await link.DisposeAsync().ConfigureAwait(false);
            if (e is NatsException || cancellationToken.IsCancellationRequested)
                throw;
            throw e is OperationCanceledException
                ? new NatsException($"{server} did not finish its greeting within {opts.ConnectTimeout}", e)
                : new NatsException($"Can't connect to {server}: {e.Message}", e);
        }
    }

    /// <summary>
    /// Resubscribes, calls <paramref name="ready"/>, then reads and writes until the connection is lost.
    /// </summary>
    /// <returns>Why it was lost.</returns>
    public async Task<Exception> RunAsync(NatsConnection owner, Action ready, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        owner.Queue.Attach();
        var loops = new List<Task>();
        try
        {
            // After Attach: whoever subscribes from here on queues its own command.
            await SendAsync(owner.Subscriptions.AllCommands(), stop.Token).ConfigureAwait(false);
            ready();
            loops.Add(owner.Queue.SendLoopAsync(_stream, stop.Token));
            loops.Add(ReadLoopAsync(owner, stop.Token));
            loops.Add(KeepAliveAsync(owner.Queue, stop.Token));
            await (await Task.WhenAny(loops).ConfigureAwait(false)).ConfigureAwait(false);
            return new NatsException("The connection ended");
        }
        catch (Exception e)
        {
            return _lastError is null ? e : new NatsServerException(_lastError);
        }
        finally
        {
            owner.Queue.Detach();
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            FailPings();
        }
    }

    /// <summary>Round trip to the server and back, behind everything queued before it.</summary>
    public async Task<TimeSpan> PingAsync(WriteQueue queue, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await Ping(queue).WaitAsync(cancellationToken).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Breaks the connection; <see cref="RunAsync"/> then ends.</summary>
    public void Abort() => _socket.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(Server.Host, Server.Uri.Port, cancellationToken).ConfigureAwait(false);
        _stream = new NetworkStream(_socket, ownsSocket: true);
        var mode = TlsUpgrade.ModeFor(_opts.TlsOpts, Server);
        if (mode == TlsMode.Implicit)
            await UpgradeAsync(cancellationToken).ConfigureAwait(false);
        await ReadInfoAsync(cancellationToken).ConfigureAwait(false);
        var upgrade = TlsUpgrade.IsWanted(mode, Info);
        if (upgrade)
            await UpgradeAsync(cancellationToken).ConfigureAwait(false);
        var connect = Credentials.AddTo(
            new ConnectCommand { Name = _opts.Name, Echo = _opts.Echo, Verbose = _opts.Verbose, TlsRequired = upgrade },
            _opts, Server, Info.Nonce);
        await SendAsync(connect + "PING\r\n", cancellationToken).ConfigureAwait(false);
        await ReadPongAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task UpgradeAsync(CancellationToken cancellationToken)
    {
        // Bytes from before the handshake could be anybody's.
        if (_buffer.Length > 0)
            throw new NatsProtocolViolationException("The server sent more than INFO before TLS");
        _stream = await TlsUpgrade.HandshakeAsync(_stream, _opts.TlsOpts, Server.Host, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task ReadInfoAsync(CancellationToken cancellationToken)
    {
        var command = await ReadCommandAsync(cancellationToken).ConfigureAwait(false);
        if (command.Verb == ServerVerb.Err)
            throw new NatsServerException(ErrorIn(command));
        if (command.Verb != ServerVerb.Info)
            throw new NatsProtocolViolationException($"{Server} does not begin with INFO");
        Info = ServerInfo.Read(_buffer.Unread[command.Text]);
        _buffer.Skip(command.Length);
    }

    private async Task ReadPongAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var command = await ReadCommandAsync(cancellationToken).ConfigureAwait(false);
            switch (command.Verb)
            {
                case ServerVerb.Err:
                    throw new NatsServerException(ErrorIn(command));
                case ServerVerb.Msg:
                    throw new NatsProtocolViolationException($"{Server} sends messages before it has greeted");
                case ServerVerb.Info:
                    Info = ServerInfo.Read(_buffer.Unread[command.Text]);
                    break;
                case ServerVerb.Ping:
                    await SendAsync("PONG\r\n", cancellationToken).ConfigureAwait(false);
                    break;
            }

            _buffer.Skip(command.Length);
            if (command.Verb == ServerVerb.Pong)
                return;
        }
    }

    // The command's bytes stay in the buffer until they are skipped.
    private async ValueTask<ServerCommand> ReadCommandAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var needed = CommandReader.TryRead(_buffer.Unread, _opts.MaxPayloadHardCap, out var command);
            if (needed == 0)
                return command;
            if (!await _buffer.FillAsync(_stream, needed, cancellationToken).ConfigureAwait(false))
                throw new NatsException($"{Server} closed the connection");
        }
    }

    private async Task ReadLoopAsync(NatsConnection owner, CancellationToken cancellationToken)
    {
        while (true)
        {
            var reading = ReadCommandAsync(cancellationToken);
            var command = reading.IsCompletedSuccessfully ? reading.Result : await reading.ConfigureAwait(false);
            if (command.Verb == ServerVerb.Msg)
            {
                var receiving = Deliver(owner.Subscriptions, command);
                if (!receiving.IsCompletedSuccessfully)
                    await receiving.ConfigureAwait(false);
            }
            else
            {
                Handle(owner, command);
            }

            _buffer.Skip(command.Length);
        }
    }

    private ValueTask Deliver(SubscriptionManager subscriptions, in ServerCommand command)
    {
        // Messages of a subscription that has just ended may still be under way.
        if (!subscriptions.TryFind(command.Sid, out var sub))
            return default;
        var bytes = _buffer.Unread;
        var replyTo = bytes[command.ReplyTo];
        ReadOnlySequence<byte>? headers = command.HeaderLength == 0
            ? null
            : new(_buffer.Slice(command.BodyStart, command.HeaderLength));
        return sub.ReceiveAsync(
            sub.SubjectOf(bytes[command.Text]),
            replyTo.IsEmpty ? null : Encoding.UTF8.GetString(replyTo),
            headers,
            new(_buffer.Slice(command.BodyStart + command.HeaderLength, command.PayloadLength)));
    }

    private void Handle(NatsConnection owner, in ServerCommand command)
    {
        switch (command.Verb)
        {
            case ServerVerb.Ping:
                owner.Queue.Control("PONG\r\n");
                break;
            case ServerVerb.Pong:
                AnswerPing();
                break;
            case ServerVerb.Info:
                Info = ServerInfo.Read(_buffer.Unread[command.Text]);
                owner.OnInfo(this);
                break;
            case ServerVerb.Err:
                var error = ErrorIn(command);

                // Permission errors leave the connection open; the reason of a later loss is another.
                if (!error.StartsWith("Permissions Violation", StringComparison.OrdinalIgnoreCase))
                    _lastError = error;
                owner.OnServerError(error);
                break;
        }
    }

    private async Task KeepAliveAsync(WriteQueue queue, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_opts.PingInterval);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Interlocked.Increment(ref _unanswered) > _opts.MaxPingOut)
                throw new NatsException($"{Server} did not answer {_opts.MaxPingOut} pings");
            _ = Ping(queue);
        }
    }

    // Enqueued and queued together, so that PONGs find their PINGs in order.
    private Task Ping(WriteQueue queue)
    {
        var pong = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_pings)
        {
            if (_lost)
                return Task.FromCanceled(new CancellationToken(canceled: true));
            _pings.Enqueue(pong);
            queue.Control("PING\r\n");
        }

        return pong.Task;
    }

    private void AnswerPing()
    {
        Volatile.Write(ref _unanswered, 0);
        lock (_pings)
        {
            if (_pings.TryDequeue(out var pong))
                pong.TrySetResult();
        }
    }

    private void FailPings()
    {
        lock (_pings)
        {
            _lost = true;

            // Cancelled, not failed: a keep-alive ping has nobody to observe a failure.
            while (_pings.TryDequeue(out var pong))
                pong.TrySetCanceled();
        }
    }

    private string ErrorIn(in ServerCommand command) =>
        Encoding.UTF8.GetString(_buffer.Unread[command.Text]).Trim().Trim('\'');

    private ValueTask SendAsync(string commands, CancellationToken cancellationToken) =>
        _stream.WriteAsync(Encoding.UTF8.GetBytes(commands), cancellationToken);
}
