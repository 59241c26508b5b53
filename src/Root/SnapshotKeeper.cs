using IrcNats.Adapters;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Root;

/// <summary>
/// When snapshots are made: by a standby as soon as the newest is so many entries old, by the active root only when
/// nobody else did so for twice as many.
/// </summary>
sealed class SnapshotKeeper(RootBus bus, int every, ILogger log)
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Makes snapshots until stopped. <paramref name="read"/> runs its argument where the network may be read.
    /// </summary>
    public async Task RunAsync(
        Func<bool> isActive, Func<Func<Network, byte[]>, Task<byte[]>> read, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(s_look, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!stop.IsCancellationRequested) await LookAsync(isActive(), read, stop);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                RootLog.SnapshotFailed(log, e.Message);
            }
        }
    }

    private async Task LookAsync(bool active, Func<Func<Network, byte[]>, Task<byte[]>> read, CancellationToken stop)
    {
        ulong newest = (await bus.NewestSnapshotAsync(stop))?.Seq ?? 0;
        ulong seq = 0;
        byte[] bytes = await read(net =>
        {
            // One that claims to be newer than what the only writer knows is none.
            ulong due = active && newest > net.Seq ? 0 : newest + (ulong)every * (active ? 2UL : 1UL);
            // The active root's own entries count only when the log has them.
            seq = net.Seq;
            return net.Seq < due || (active && bus.Committed < net.Seq) ? [] : Codec.Encode(net.Save());
        });
        if (bytes.Length > 0) await bus.SaveSnapshotAsync(seq, bytes, stop);
    }
}
