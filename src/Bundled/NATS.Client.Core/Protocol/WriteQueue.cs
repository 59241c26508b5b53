using System.Buffers.Text;
using System.Text;

namespace NATS.Client.Core.Protocol;

/// <summary>
/// Commands waiting to be sent. Writers append under a lock; one loop sends whatever has gathered in a single write,
/// so that many small messages cost few system calls. Holds about <c>limit</c> bytes (one message may go over), also
/// while disconnected: what was queued then goes out after the reconnect.
/// </summary>
internal sealed class WriteQueue(int limit)
{
    // Control commands are small and few unless something runs wild: then the connection is given up.
    private const int ControlMax = 16 << 20;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0);
    private byte[] _pending = new byte[limit];
    private byte[] _spare = new byte[limit];
    private int _length;
    private int _controlLength;
    private bool _attached;
    private bool _signalled;
    private Exception? _closed;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _sent;

    public bool IsFull => Volatile.Read(ref _length) >= limit;

    /// <summary>
    /// Appends a PUB or HPUB. False when the queue is full: wait for <see cref="WhenRoom"/> and try again.
    /// </summary>
    public bool TryPublish(string subject, string? replyTo, ReadOnlySpan<byte> body, int headerLength)
    {
        bool wake;
        lock (_gate)
        {
            if (_closed is not null)
                throw new NatsException($"The connection is closed: {_closed.Message}", _closed);
            if (IsFull)
                return false;
            Grow(Encoding.UTF8.GetMaxByteCount(subject.Length + (replyTo?.Length ?? 0)) + 64 + body.Length);
            Put(headerLength > 0 ? "HPUB "u8 : "PUB "u8);
            Put(subject);
            if (!string.IsNullOrEmpty(replyTo))
                Put(replyTo);
            if (headerLength > 0)
                Put(headerLength, (byte)' ');
            Put(body.Length, (byte)'\r');
            Put("\n"u8);
            Put(body);
            Put("\r\n"u8);
            wake = MarkWork();
        }

        if (wake)
            _work.Release();
        return true;
    }

    /// <summary>
    /// Appends a small command whatever the limit; nothing when disconnected, since it would be stale later.
    /// </summary>
    public void Control(string command)
    {
        bool wake;
        lock (_gate)
        {
            if (!_attached || _closed is not null)
                return;
            if (_controlLength > ControlMax)
                throw new NatsException("Too many commands wait to be sent");
            Grow(Encoding.UTF8.GetMaxByteCount(command.Length));
            var written = Encoding.UTF8.GetBytes(command, _pending.AsSpan(_length));
            _length += written;
            _controlLength += written;
            wake = MarkWork();
        }

        if (wake)
            _work.Release();
    }

    /// <summary>Completes when the loop took what was queued. Check again then: others may have been quicker.</summary>
    public Task WhenRoom()
    {
        lock (_gate)
        {
            if (!IsFull)
                return Task.CompletedTask;
            _room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>
    /// Completes when everything queued up to now was handed to the network, or lost with a connection.
    /// </summary>
    public Task WhenSent()
    {
        lock (_gate)
        {
            _sent ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            MarkWork();
            _work.Release();
            return _sent.Task;
        }
    }

    public void Attach()
    {
        lock (_gate)
            _attached = true;
    }

    public void Detach()
    {
        lock (_gate)
            _attached = false;
    }

    /// <summary>Refuses everything from now on and wakes whoever waits.</summary>
    public void Close(Exception reason)
    {
        lock (_gate)
        {
            _closed ??= reason;
            _length = 0;
            _room?.TrySetResult();
            _sent?.TrySetResult();
        }
    }

    /// <summary>Sends what is queued to one connection until that fails or is cancelled.</summary>
    public async Task SendLoopAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (TryTake(out var chunk, out var sent))
            {
                try
                {
                    // A write that fails may have sent a part: these messages are lost rather than doubled.
                    await stream.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    sent?.TrySetResult();
                }
            }

            await _work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool TryTake(out ReadOnlyMemory<byte> chunk, out TaskCompletionSource? sent)
    {
        lock (_gate)
        {
            chunk = _pending.AsMemory(0, _length);
            (sent, _sent) = (_sent, null);
            if (_length == 0 && sent is null)
            {
                _signalled = false;
                return false;
            }

            // Only the loop calls this, after the write of the spare has ended.
            (_pending, _spare) = (_spare, _pending);
            if (_pending.Length > 4 * limit)
                _pending = new byte[limit];
            _length = 0;
            _controlLength = 0;
            _room?.TrySetResult();
            _room = null;
            return true;
        }
    }

    private bool MarkWork()
    {
        var wake = !_signalled;
        _signalled = true;
        return wake;
    }

    private void Grow(int more)
    {
        if (_pending.Length - _length < more)
            Array.Resize(ref _pending, Math.Max(_pending.Length * 2, _length + more));
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_pending.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Put(string word)
    {
        _length += Encoding.UTF8.GetBytes(word, _pending.AsSpan(_length));
        _pending[_length++] = (byte)' ';
    }

    private void Put(int number, byte end)
    {
        Utf8Formatter.TryFormat(number, _pending.AsSpan(_length), out var written);
        _length += written;
        _pending[_length++] = end;
    }
}
