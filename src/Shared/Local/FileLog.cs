using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace IrcNats.Local;

/// <summary>
/// The log in a file: one thread has the file, and does what others ask. Entries that wait are stored together, in one
/// transaction; what is stored is broadcast, and then acknowledged. While the disk is full, what waits goes on waiting.
/// </summary>
sealed class FileLog : ILogStream, IDisposable
{
    // Stored in one transaction; more than the appender has under way.
    private const int MostAtOnce = 2048;

    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(250);

    private sealed record Write(ulong Seq, byte[] Bytes, int Generation, Pen By);

    private readonly NetworkFile _file;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Queue<Write> _writes = [];
    private readonly Queue<Action> _asked = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<ulong, byte[]>[] _listeners = [];
    // When the disk was found to be full, on the file's thread.
    private long? _fullSince;
    private volatile bool _isOpen = true, _isOver;
    private bool _isClosed;
    private ulong _first, _last;

    public FileLog(NetworkFile file, string path, TimeProvider time, ILogger log)
    {
        (_file, _path, _time, _log, _first, _last) = (file, path, time, log, file.First, file.Last);
        _thread = new Thread(Run) { Name = "network file", IsBackground = true };
        _thread.Start();
    }

    public event Action? Opened;

    /// <summary>
    /// The disk is full from now on (false), or there is room again (true). On the file's thread: only post it.
    /// </summary>
    public event Action<bool>? Changed;

    public bool IsOpen => _isOpen;

    /// <summary>Fails when the file cannot be used any more; completes when it is closed.</summary>
    public Task Ended => _ended.Task;

    public Task<IAsyncDisposable> ListenAsync(Action<ulong, byte[]> broadcast, CancellationToken stop)
    {
        lock (_gate) _listeners = [.. _listeners, broadcast];
        return Task.FromResult<IAsyncDisposable>(new Listening(this, broadcast));
    }

    public Task<ILogPen> OpenAsync(string node, Acknowledged acknowledged, CancellationToken stop) =>
        Task.FromResult<ILogPen>(new Pen(this, acknowledged));

    public Task<(ulong First, ulong Last)> BoundsAsync(CancellationToken stop) => Task.FromResult(Bounds());

    public Task<byte[]?> GetAsync(ulong seq) => AskAsync(() => _file.Read(seq));

    /// <summary>Stores one entry; null, or why it cannot be that sequence.</summary>
    public async Task<string?> AppendAsync(ulong seq, byte[] bytes)
    {
        TaskCompletionSource<string?> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Pen pen = new(this, (_, _, refused) => told.TrySetResult(refused));
        await pen.WriteAsync(seq, bytes, generation: 0);
        return await await Task.WhenAny(told.Task, EndedAsync<string?>());
    }

    /// <summary>The newest snapshot that is whole and reaches the log; null when there is none.</summary>
    public async Task<NetworkSnapshot?> LoadSnapshotAsync(CancellationToken stop)
    {
        foreach (StoredSnapshot stored in await AskAsync(_file.Snapshots))
        {
            if (stored.IsWhole) return Codec.DecodeSnapshot(stored.Bytes);
            LocalLog.BadSnapshot(_log, _path, stored.Seq);
        }

        return null;
    }

    public Task<SnapshotManifest?> NewestSnapshotAsync() => AskAsync(_file.Newest);

    public Task SaveSnapshotAsync(StoredSnapshot snapshot) => AskAsync(() =>
    {
        _file.Save(snapshot);
        return true;
    });

    /// <summary>Removes the log's beginning, in steps, so that nobody waits long.</summary>
    public async Task<LogLength> TrimAsync(LogTrim trim)
    {
        LogLength now = await AskAsync(() => LengthFor(trim));
        ulong first = await LogTrimming.FirstAsync(new LogReader(this), now, trim);
        while (!await AskAsync(() => Trim(first))) { }
        return await AskAsync(() => LengthFor(trim));
    }

    private LogLength LengthFor(LogTrim trim)
    {
        var (needed, isForArchive) =
            LogTrimming.Needed(_file.SnapshotSeqs(), _file.PlaceSeq(), trim);
        return new LogLength(_file.First, _file.Last, _file.UsedBytes, needed, isForArchive);
    }

    private bool Trim(ulong first)
    {
        bool isDone = _file.Trim(first);
        lock (_gate) _first = _file.First;
        return isDone;
    }

    /// <summary>Stores what waits, and closes the file.</summary>
    public void Dispose()
    {
        _isOver = true;
        _wake.Set();
        _thread.Join();
        _file.Dispose();
        _wake.Dispose();
    }

    private (ulong, ulong) Bounds()
    {
        lock (_gate) return (_first, _last);
    }

    private void Enqueue(Write write)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _writes.Enqueue(write);
            _wake.Set();
        }
    }

    /// <summary>Does something with the file, on its thread.</summary>
    public Task<T> AskAsync<T>(Func<NetworkFile, T> question) => AskAsync(() => question(_file));

    /// <summary>The same.</summary>
    public Task<T> AskAsync<T>(Func<T> question)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isClosed) return EndedAsync<T>();
            _asked.Enqueue(Answer);
            _wake.Set();
        }

        return answer.Task;

        void Answer()
        {
            try
            {
                answer.TrySetResult(question());
            }
            catch (SqliteException e)
            {
                answer.TrySetException(SqliteFaults.Of(_path, e));
            }
            catch (UnusableDataException e)
            {
                answer.TrySetException(e);
            }
        }
    }

    // Whoever asks what is closed gets the reason.
    private async Task<T> EndedAsync<T>()
    {
        await _ended.Task;
        throw new LogSilentException("the file is closed");
    }

    private void Run()
    {
        try
        {
            while (!_isOver)
            {
                while (TryTakeQuestion() is { } question) question();
                if (!Store()) _wake.WaitOne(_fullSince is null ? Timeout.InfiniteTimeSpan : s_again);
            }

            // Nobody waits for room then.
            while (_fullSince is null && Store()) { }
            Close();
            _ended.TrySetResult();
        }
        catch (SqliteException e)
        {
            UnusableDataException why = SqliteFaults.Of(_path, e);
            LocalLog.Failed(_log, why.Message);
            Close();
            _ended.TrySetException(why);
        }
    }

    private void Close()
    {
        _isOpen = false;
        lock (_gate) _isClosed = true;
        while (TryTakeQuestion() is { } question) question();
    }

    private Action? TryTakeQuestion()
    {
        lock (_gate) return _asked.TryDequeue(out Action? question) ? question : null;
    }

    // Returns whether there may be more to store at once.
    private bool Store()
    {
        List<Write> waiting;
        lock (_gate) waiting = [.. _writes.Take(MostAtOnce)];
        if (waiting.Count == 0) return false;
        List<Write> stored = [], refused = [];
        foreach (Write write in waiting)
            if (write.By.IsOutdated(write.Generation)) continue;
            else if (write.Seq == _file.Last + (ulong)stored.Count + 1) stored.Add(write);
            else refused.Add(write);
        try
        {
            if (stored.Count > 0) _file.Append([.. stored.Select(w => w.Bytes)]);
        }
        catch (SqliteException e) when (SqliteFaults.IsFull(e))
        {
            BecomeFull(e);
            return false;
        }

        lock (_gate)
        {
            for (int i = 0; i < waiting.Count; i++) _writes.Dequeue();
            (_first, _last) = (_file.First, _file.Last);
        }

        foreach (Write write in stored) Tell(write);
        foreach (Write write in refused)
            write.By.Acknowledge(write, $"the log ends at {_file.Last}, and this was to follow {write.Seq - 1}");
        if (stored.Count > 0 && _fullSince is { } since) HaveRoom(since);
        return true;
    }

    private void Tell(Write write)
    {
        foreach (Action<ulong, byte[]> listener in _listeners) listener(write.Seq, write.Bytes);
        write.By.Acknowledge(write, null);
    }

    private void BecomeFull(SqliteException why)
    {
        if (_fullSince is not null) return;
        _fullSince = _time.GetTimestamp();
        _isOpen = false;
        LocalLog.Full(_log, _path, why.Message);
        Changed?.Invoke(false);
    }

    private void HaveRoom(long since)
    {
        _fullSince = null;
        _isOpen = true;
        LocalLog.RoomAgain(_log, _path, _time.GetElapsedTime(since).TotalSeconds);
        Opened?.Invoke();
        Changed?.Invoke(true);
    }

    private sealed class Listening(FileLog log, Action<ulong, byte[]> broadcast) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            lock (log._gate) log._listeners = [.. log._listeners.Where(l => l != broadcast)];
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>What it wrote in an earlier generation is written again, and counts no more.</summary>
    private sealed class Pen(FileLog log, Acknowledged acknowledged) : ILogPen
    {
        private int _generation = int.MinValue;
        private volatile bool _isClosed;

        public ValueTask WriteAsync(ulong seq, byte[] bytes, int generation)
        {
            Volatile.Write(ref _generation, generation);
            log.Enqueue(new Write(seq, bytes, generation, this));
            return ValueTask.CompletedTask;
        }

        public bool IsOutdated(int generation) => generation < Volatile.Read(ref _generation);

        public void Acknowledge(Write write, string? refused)
        {
            if (!_isClosed) acknowledged(write.Seq, write.Generation, refused);
        }

        public ValueTask DisposeAsync()
        {
            _isClosed = true;
            return ValueTask.CompletedTask;
        }
    }
}
