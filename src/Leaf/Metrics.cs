using System.Diagnostics.Metrics;

namespace IrcNats.Leaf;

/// <summary>What a leaf counts, as instruments of a meter.</summary>
sealed class Metrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _linesIn, _linesOut, _bytesOut, _sendqCloses, _turnedAway;
    private long _taken, _ticks;

    public Metrics(Func<LeafStatus> status, string meter = "IrcNats.Leaf")
    {
        _meter = new Meter(meter, Software.Number);
        _linesIn = _meter.CreateCounter<long>("ircnats.leaf.lines.in", "{line}", "lines from clients");
        _linesOut = _meter.CreateCounter<long>("ircnats.leaf.lines.out", "{line}", "lines to clients");
        _bytesOut = _meter.CreateCounter<long>("ircnats.leaf.bytes.out", "By", "bytes to clients");
        _sendqCloses = _meter.CreateCounter<long>(
            "ircnats.leaf.sendq.closes", "{connection}", "connections closed because they read too slowly");
        _turnedAway = _meter.CreateCounter<long>(
            "ircnats.leaf.turned.away", "{connection}", "connections refused because the server was full");
        _meter.CreateObservableGauge("ircnats.leaf.sessions", () => status().Sessions, "{session}", "clients here");
        _meter.CreateObservableGauge("ircnats.leaf.users", () => status().Users, "{user}", "users everywhere");
        _meter.CreateObservableGauge(
            "ircnats.leaf.seq", () => (long)status().Seq, "{entry}", "the newest entry of the log applied");
        _meter.CreateObservableCounter(
            "ircnats.leaf.typing.dropped", () => status().TypingDropped, "{message}",
            "typing notifications dropped, from clients and on the way to them");
    }

    /// <summary>Lines taken from clients so far.</summary>
    public long LinesIn => Volatile.Read(ref _taken);

    /// <summary>How long the loop worked on them.</summary>
    public TimeSpan ProcessingTime => TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    public void Read(int lines, TimeSpan time)
    {
        _linesIn.Add(lines);
        Interlocked.Add(ref _taken, lines);
        Interlocked.Add(ref _ticks, time.Ticks);
    }

    public void Wrote(int bytes)
    {
        _linesOut.Add(1);
        _bytesOut.Add(bytes);
    }

    public void SendqExceeded() => _sendqCloses.Add(1);

    public void TurnedAway() => _turnedAway.Add(1);

    public void Dispose() => _meter.Dispose();
}
