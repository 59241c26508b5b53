using IrcNats.Leaf.Transport;

namespace IrcNats.Leaf;

/// <summary>
/// What waits to be sent on one connection. The loop writes and never waits; lines go out as the reader takes them.
/// Lines are kept by reference, so that one line to ten thousand slow readers is in memory once.
/// </summary>
/// <param name="offLoop">Sending costs time of its own (TLS), so it is not done on the loop's thread.</param>
sealed class Outbox(ILineOutput output, bool offLoop) : IThreadPoolWorkItem
{
    // Bytes handed out at a time.
    private const int ChunkBytes = 16 * 1024;

    // Bytes that one batch of the loop may write beyond the bound (a long answer): the reader can only read when the
    // batch is over.
    private const int BatchBytes = 1024 * 1024;

    // Room for lines that a connection keeps while nothing waits.
    private const int IdleCapacity = 16;

    private readonly Queue<ReadOnlyMemory<byte>> _waiting = new();
    private TaskCompletionSource? _drained;
    private int _bytes, _fresh;
    private (int Bytes, Action Tell)? _whenTaken;
    private bool _sending, _closed;

    /// <summary>Bytes that wait. May be read on any thread, so it may be a moment old.</summary>
    public int Waiting => Volatile.Read(ref _bytes);

    /// <summary>Adds a line.</summary>
    /// <param name="bound">Bytes that may wait behind a slow reader.</param>
    /// <returns>False if it was too much: what waited is dropped, and the outbox closes.</returns>
    public bool Write(ReadOnlyMemory<byte> line, int bound)
    {
        lock (_waiting)
        {
            if (_closed) return true;
            if (_bytes - _fresh > bound || _bytes + line.Length > bound + BatchBytes)
            {
                _waiting.Clear();
                (_bytes, _fresh) = (0, 0);
                Append("ERROR :SendQ exceeded\r\n"u8.ToArray());
                _closed = true;
                return false;
            }

            Append(line);
            return true;
        }
    }

    /// <summary>Lets out what waits.</summary>
    public void Flush()
    {
        lock (_waiting)
        {
            _fresh = 0;
            if (_sending || _waiting.Count == 0) return;
            _sending = true;
        }

        if (offLoop) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else _ = SendAsync();
    }

    /// <summary>
    /// Calls <paramref name="tell"/> once, on any thread, when no more than so many bytes wait; at once if that is so
    /// already.
    /// </summary>
    public void WhenTaken(int bytes, Action tell)
    {
        lock (_waiting)
        {
            _whenTaken = (bytes, tell);
        }

        TellIfTaken();
    }

    /// <summary>Takes nothing more. Completes when all that waited has gone out, or nobody reads it.</summary>
    public Task DrainAsync()
    {
        Flush();
        lock (_waiting)
        {
            _closed = true;
            if (!_sending) return Task.CompletedTask;
            return (_drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAsync();

    private void Append(ReadOnlyMemory<byte> line)
    {
        _waiting.Enqueue(line);
        _bytes += line.Length;
        _fresh += line.Length;
    }

    private async Task SendAsync()
    {
        try
        {
            while (Fill())
            {
                TellIfTaken();
                if (!await output.FlushAsync()) Abandon();
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The connection is gone; its reading side finds out by itself.
            Abandon();
            Fill();
        }

        TellIfTaken();
    }

    // Moves waiting lines to the output; false if none waits, and then nobody sends.
    private bool Fill()
    {
        lock (_waiting)
        {
            if (_waiting.Count == 0)
            {
                if (_waiting.Capacity > IdleCapacity) _waiting.TrimExcess();
                _sending = false;
                _drained?.TrySetResult();
                return false;
            }

            int filled = 0;
            while (filled < ChunkBytes && _waiting.TryDequeue(out ReadOnlyMemory<byte> line))
            {
                output.Write(line);
                filled += line.Length;
            }

            _bytes -= filled;
            return true;
        }
    }

    private void TellIfTaken()
    {
        Action tell;
        lock (_waiting)
        {
            if (_whenTaken is not var (bytes, waiting) || _bytes > bytes) return;
            (tell, _whenTaken) = (waiting, null);
        }

        tell();
    }

    private void Abandon()
    {
        lock (_waiting)
        {
            _closed = true;
            _waiting.Clear();
            _bytes = 0;
        }
    }
}
