using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Ports;

/// <summary>
/// A root's access to the log, whatever stream that is in: it is followed while the root stands by, and appended to
/// while it is active.
/// </summary>
sealed class LogAccess(
    ILogStream stream, Func<CancellationToken, Task<NetworkSnapshot?>> loadSnapshot, string node,
    Action<string> fenced, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private LogFollower? _follower;
    private LogAppender? _appender;
    // The newest entry that was followed. The next entry that this root appends follows it.
    private (ulong Seq, byte[]? Bytes) _newest;

    public ulong Committed => _appender?.Committed ?? 0;

    public TimeSpan SinceOwned => _appender?.SinceOwned ?? TimeSpan.MaxValue;

    /// <summary>Completes when the log can no longer be followed.</summary>
    public Task Following => _follower?.Completion ?? Task.CompletedTask;

    public Task FollowAsync(Grounds from, ILogSink sink, CancellationToken stop)
    {
        _follower = new LogFollower(stream, loadSnapshot, from, sink, time, log);
        return _follower.StartAsync(stop);
    }

    public void Rebuild() => _follower?.Rebuild();

    public void RebuildAt(ulong seq) => _follower?.Rebuild(seq);

    public void Doubt() => _follower?.Doubt();

    public void Heard(Beat beat) => _follower?.Heard(beat);

    public async Task StopFollowingAsync()
    {
        if (_follower is not null)
        {
            await _follower.DisposeAsync();
            _newest = _follower.Newest;
        }

        _follower = null;
    }

    /// <summary>The bytes of one entry, null when it is not there; or that this cannot be said now.</summary>
    public async Task<(ReadOnlyMemory<byte>? Entry, bool IsCertain)> ReadAsync(ulong seq)
    {
        try
        {
            byte[]? bytes = await stream.GetAsync(seq);
            return (bytes is null ? null : new ReadOnlyMemory<byte>(bytes), true);
        }
        catch (LogSilentException e)
        {
            BusLog.Unread(log, seq, e.Message);
            return (null, false);
        }
    }

    /// <summary>Whether the log has the entry that a replica stands on; null when that is trimmed away.</summary>
    public Task<bool?> HasAsync(Grounds at, CancellationToken stop) => new LogReader(stream).HasAsync(at, stop);

    /// <summary>Who is not sure of the log does not write it.</summary>
    public async Task<bool> StandsAsync(CancellationToken stop) =>
        _follower is null || await _follower.StandsAsync(stop);

    /// <summary>An election was stored at this sequence. Its broadcast may be lost; the stream has it.</summary>
    public void Elected(ulong seq) => _follower?.Reaches(seq);

    /// <summary>Another entry was there first. Its broadcast may be lost; the stream has it.</summary>
    public void NotElected() => _follower?.Doubt();

    /// <summary>Begins to append behind this sequence.</summary>
    public Task BeginAppendingAsync(ulong committed, CancellationToken stop)
    {
        byte[]? known = _newest.Seq == committed ? _newest.Bytes : null;
        _appender = new LogAppender(stream, node, (committed, known), fenced, time, log);
        return _appender.StartAsync(stop);
    }

    public void Append(ulong seq, Entry entry) => _appender!.Append(seq, Codec.Encode(entry));

    public Task ConfirmAsync() => _appender?.ConfirmAsync() ?? Task.CompletedTask;

    public Task WhenStoredAsync(ulong seq) => _appender?.WhenStoredAsync(seq) ?? Task.CompletedTask;

    public async Task StopAppendingAsync()
    {
        if (_appender is not null) await _appender.DisposeAsync();
        _appender = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_follower is not null) await _follower.DisposeAsync();
        if (_appender is not null) await _appender.DisposeAsync();
    }
}
