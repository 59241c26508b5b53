using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// Brings the log to a process in order and without gaps, as the real follower does: live from the broadcast, what is
/// missing from the stream; the tail is looked at after every connect and when a beat names what has not come.
/// </summary>
sealed class SimFollower
{
    private const int ReadTimeout = 500;

    private readonly SimCluster _cluster;
    private readonly SimNode _node;
    private readonly SimConnection _connection;
    private readonly Action<ulong, Entry> _apply;
    private readonly SortedDictionary<ulong, byte[]> _ahead = [];
    private Action? _caughtUp;
    private ulong _last;
    private int _reads;
    private bool _reading, _stopped;

    /// <param name="after">The sequence it begins behind.</param>
    /// <param name="caughtUp">Called once, when everything that was in the stream by then is applied.</param>
    public SimFollower(
        SimCluster cluster, SimNode node, SimConnection connection, ulong after, Action<ulong, Entry> apply,
        Action caughtUp)
    {
        (_cluster, _node, _connection, _last) = (cluster, node, connection, after);
        (_apply, _caughtUp) = (apply, caughtUp);
        connection.Changed += open => node.Post(() => { if (open) Read(); });
        Read();
    }

    public void Cast(ulong seq, byte[] bytes)
    {
        if (seq > _last) _ahead[seq] = bytes;
        Give();
        if (_ahead.Count > 0) Read();
    }

    /// <summary>The log is known to reach this sequence.</summary>
    public void Reaches(ulong seq)
    {
        if (seq > _last) Read();
    }

    /// <summary>Reads the stream from where this is to its tail.</summary>
    public void Read()
    {
        if (_reading || _stopped) return;
        _reading = true;
        (int read, ulong after) = (++_reads, _last);
        _connection.Up(() =>
        {
            var found = _cluster.Stream.After(after);
            _connection.Down(() => _node.Post(() => Took(read, found)));
        });
        _node.After(ReadTimeout, () => { if (read == _reads && _reading) Retry(); });
    }

    public void Stop() => _stopped = true;

    private void Took(int read, IReadOnlyList<(ulong Seq, byte[] Bytes)> found)
    {
        if (read != _reads) return;
        _reading = false;
        foreach (var (seq, bytes) in found) _ahead[seq] = bytes;
        Give();
        if (_stopped) return;
        _caughtUp?.Invoke();
        _caughtUp = null;
    }

    private void Retry()
    {
        _reading = false;
        Read();
    }

    private void Give()
    {
        while (!_stopped && _ahead.Remove(_last + 1, out byte[]? bytes))
            _apply(++_last, SimCluster.Decode<Entry>(bytes));
        while (_ahead.Count > 0 && _ahead.Keys.First() is var first && first <= _last) _ahead.Remove(first);
    }
}
