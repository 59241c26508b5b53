using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using IrcNats.Leaf.Core;
using IrcNats.Leaf.Transport;
using IrcNats.Protocol;
using IrcNats.State;
using Microsoft.AspNetCore.Connections;

namespace IrcNats.Leaf;

/// <summary>
/// One client's connection: lines come in as fast as the core takes them, and go out through its outbox. Of IRC it
/// knows only where a line ends.
/// </summary>
sealed class Connection : ILink
{
    // How long the last lines may take once the connection is to end.
    private static readonly TimeSpan s_closesWithin = TimeSpan.FromSeconds(2);

    // Lines posted to the loop at a time; the next are posted when it has taken these.
    private const int LinesPerStep = 32;

    private readonly ICarrier _carrier;
    private readonly LeafLoop _loop;
    private readonly Peer _peer;
    private readonly Metrics _metrics;
    private readonly Outbox _outbox;
    private readonly LineReader _lines = new(Limits.LineLen, Limits.ClientTagsLen);
    private readonly Gate _taken = new(), _wanted = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Only the loop uses it.
    private Session? _session;
    private bool _goingAway;

    public Connection(ICarrier carrier, LeafLoop loop, Peer peer, Metrics metrics)
    {
        (_carrier, _loop, _peer, _metrics) = (carrier, loop, peer, metrics);
        _outbox = new Outbox(carrier, carrier.SendsOffLoop);
    }

    /// <summary>Runs until the connection has ended, whichever side ended it.</summary>
    public async Task RunAsync(TimeProvider time)
    {
        await _loop.PostAsync(Open);
        await using CancellationTokenRegistration gone = _carrier.Gone.Register(() => _loop.Post(HungUp));
        InputEnd end = InputEnd.Broken("Internal error");
        try
        {
            end = await ReadAsync();
            await FinishAsync(end);
        }
        finally
        {
            await _loop.PostAsync((core, now) => End(core, end.Reason, now));
            _ = CutOffAsync(time);
            await _outbox.DrainAsync();
            await _carrier.EndAsync(Volatile.Read(ref _goingAway));
        }
    }

    void ILink.Write(ReadOnlyMemory<byte> bytes)
    {
        _metrics.Wrote(bytes.Length);
        if (_outbox.Write(bytes, _loop.SendqBound(_session))) return;
        _metrics.SendqExceeded();
        // Not now: the core is in the middle of telling others.
        _loop.Post((core, now) => End(core, "SendQ exceeded", now));
        StopReading();
    }

    void ILink.Flush() => _loop.Sends.Add(_outbox);

    int ILink.Waiting => _outbox.Waiting;

    void ILink.TellWhenTaken(int bytes) => _outbox.WhenTaken(bytes, () => _loop.Post(Taken));

    void ILink.WantInput(bool wanted)
    {
        if (wanted) _wanted.Open();
        else _wanted.Close();
    }

    void ILink.Close() => StopReading();

    void ILink.GoingAway() => Volatile.Write(ref _goingAway, true);

    private void Open(LeafCore core, long now) => _session = core.Opened(this, _peer, now);

    private void Taken(LeafCore core, long now)
    {
        if (_session is { } session) core.Taken(session, now);
    }

    private void End(LeafCore core, string reason, long now)
    {
        if (_session is { } session) core.Disconnected(session, reason, now);
    }

    private void HungUp(LeafCore core, long now)
    {
        if (_session is { } session) core.HungUp(session, now);
    }

    private void StopReading()
    {
        _carrier.Input.CancelPendingRead();
        _wanted.Open();
        _closed.TrySetResult();
    }

    // What the client had sent is done before the end. A client that only closed its sending side reads the answers.
    private async Task FinishAsync(InputEnd end)
    {
        await _loop.PostAsync((core, now) =>
        {
            if (_session is { } session) core.InputEnded(session, end, now);
            else StopReading();
        });
        await _closed.Task.WaitAsync(_loop.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Nothing is read any more, however much the client sends. The core closes the connection when it comes to the
    // endless line.
    private Task UntilClosedAsync() => _closed.Task.WaitAsync(_carrier.Gone);

    private async Task<InputEnd> ReadAsync()
    {
        PipeReader input = _carrier.Input;
        try
        {
            while (true)
            {
                ReadResult read = await input.ReadAsync();
                if (read.IsCanceled) return InputEnd.Closed;
                await PassOnAsync(input, read.Buffer);
                if (_lines.IsBroken) await UntilClosedAsync();
                if (read.IsCompleted) return InputEnd.Closed;
            }
        }
        catch (ConnectionResetException)
        {
            return InputEnd.Broken("Read error: Connection reset by peer");
        }
        catch (IOException e)
        {
            return InputEnd.Broken($"Read error: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            return InputEnd.Closed;
        }
    }

    private async Task PassOnAsync(PipeReader input, ReadOnlySequence<byte> buffer)
    {
        List<LineRead> lines = [];
        while (_lines.TryRead(ref buffer, out LineRead line))
        {
            lines.Add(line);
            if (lines.Count < LinesPerStep) continue;
            await PostAsync(lines);
            lines = [];
        }

        if (lines.Count > 0) await PostAsync(lines);
        input.AdvanceTo(buffer.Start, buffer.End);
    }

    private async ValueTask PostAsync(List<LineRead> lines)
    {
        if (!_taken.Opened.IsCompleted) await _taken.Opened.WaitAsync(_loop.Ended);
        if (!_wanted.Opened.IsCompleted) await _wanted.Opened.WaitAsync(_loop.Ended);
        _taken.Close();
        await _loop.PostAsync((core, now) => Take(core, lines, now));
    }

    private void Take(LeafCore core, List<LineRead> lines, long now)
    {
        long began = Stopwatch.GetTimestamp();
        if (_session is { } session)
            foreach (LineRead line in lines) core.Received(session, line, now);
        _metrics.Read(lines.Count, Stopwatch.GetElapsedTime(began));
        _taken.Open();
    }

    // Not awaited: what is in the pipe is still being sent when we are done. Aborting a connection that has ended does
    // nothing.
    private async Task CutOffAsync(TimeProvider time)
    {
        await Task.Delay(s_closesWithin, time);
        _carrier.Abort("did not take its last lines in time");
    }
}
