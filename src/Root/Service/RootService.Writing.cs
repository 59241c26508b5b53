using System.Threading.Channels;
using IrcNats.Ports;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Service;

// The active root: how it begins to write, its loop, its beat, and how it ends.
public sealed partial class RootService
{
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    // For a root that is stopped to have its last entry stored.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    private string? _resigning;
    private ulong _marked;

    private async Task WriteAsync(ulong epoch, CancellationToken stop)
    {
        await _bus.StopFollowingAsync().SaidAsync("the last entry of others", _log, time);
        Network network = _standby.Read(net => net);
        if (!Succession.MayWrite(network, options.Name, epoch))
        {
            // Another root wrote before this one had begun.
            await StandByAgainAsync(network, stop);
            return;
        }

        await _bus.BeginAppendingAsync(network.Seq, stop);
        Writer writer = new(network, this, _config.Secrets);
        (_writer, _takeover, _alarmed, _ordered, _resigning) = (writer, false, false, null, null);
        using CancellationTokenSource writing = CancellationTokenSource.CreateLinkedTokenSource(stop);
        PassOverMail();
        writer.Secrets = _config.Secrets;
        _bus.TakeRequests();
        await LookAtDoorAsync();
        await BeatAsync(network.Seq);
        Ready("active");
        Task beating = BeatAsync(writing.Token);
        await using ITimer marking = time.CreateTimer(
            _ => _mail.Writer.TryWrite(new MarkMail()), null, options.DigestEvery, options.DigestEvery);
        await using ITimer ticking = time.CreateTimer(_ => _mail.Writer.TryWrite(new TickMail()), null, s_tick, s_tick);
        try
        {
            await LoopAsync(writer, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            writer.Resign(Writer.Anyone, Now());
            using CancellationTokenSource patience = new(s_farewell, time);
            await StoredAsync(network, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await writing.CancelAsync();
        await beating;
        if (_resigning is not null) await StepDownAsync(network, stop);
    }

    // What it decided is stored before anyone else may write; then it is a standby like any other.
    private async Task StepDownAsync(Network network, CancellationToken stop)
    {
        await StoredAsync(network, stop);
        _writer = null;
        await LookAtDoorAsync();
        await StandByAgainAsync(network, stop);
    }

    private async Task StoredAsync(Network network, CancellationToken stop)
    {
        while (_bus.Committed < network.Seq) await Task.Delay(1, stop);
    }

    // THE loop: takes what waits, closes the entry when nothing does. Nobody else touches the writer.
    private async Task LoopAsync(Writer writer, CancellationToken stop)
    {
        ChannelReader<RootMail> mail = _mail.Reader;
        while (await mail.WaitToReadAsync(stop))
        {
            while (mail.TryRead(out RootMail? next))
            {
                if (!_bus.HasRoom)
                {
                    writer.Flush();
                    await _bus.WaitForRoomAsync().WaitAsync(stop);
                }

                Volatile.Write(ref _began, time.GetTimestamp());
                Handle(writer, next);
                Volatile.Write(ref _began, 0);
            }

            writer.Flush();
            if (_resigning is null) continue;
            writer.Resign(_resigning, Now());
            return;
        }
    }

    private void Handle(Writer writer, RootMail mail)
    {
        switch (mail)
        {
            case RequestMail request when request.For == writer:
                Take(writer, request);
                break;
            case ConfigMail changed:
                Adopt(changed.Config);
                writer.Secrets = changed.Config.Secrets;
                writer.Reconfigure(changed.Config.Public, Now());
                break;
            case ResignMail resign:
                _resigning = resign.To;
                break;
            case TickMail:
                // While the bus is away no leaf is heard, and none is lost.
                if (_bus.IsOpen) writer.Tick(Now());
                LookAtLevels(writer);
                LookAtClock();
                break;
            case LevelMail levels:
                Raise(writer, levels.Lowest);
                break;
            case MarkMail when writer.Network.Seq > _marked:
                writer.Mark(Now());
                _marked = writer.Network.Seq;
                break;
            case ReconnectedMail:
                writer.Reconnected(Now());
                break;
            case LookMail:
                writer.Look(Now());
                break;
            case ReadMail read:
                read.Run(writer.Network);
                break;
        }
    }

    // Names the sequence that was stored a beat ago: what its reader has not got by now was lost on the way.
    private async Task BeatAsync(CancellationToken stop)
    {
        using PeriodicTimer timer = new(s_beat, time);
        ulong before = _bus.Committed;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                EndIfStuck();
                await BeatAsync(before);
                before = _bus.Committed;
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private ValueTask BeatAsync(ulong seq) =>
        _bus.BeatAsync(new Beat(Payload.FormatVersion, _writer!.Epoch, options.Name, seq, Now()));
}
