using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Service;

/// <summary>
/// When snapshots are made: by a standby as soon as the newest is so many entries old, by the active root only when
/// nobody else did so for twice as many. And soon after a leaf was lost: if it died of an entry of the log, it begins
/// behind it. Only of what the log has: of one that went back meanwhile, a network that was is worth nothing, and would
/// stand in the place of the one everybody begins from.
/// </summary>
sealed class SnapshotKeeper(IRootBus bus, int every, TimeProvider time, ILogger log)
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
        SnapshotManifest? newest = await bus.NewestSnapshotAsync(stop);
        Grounds at = default;
        long asOf = 0;
        byte[] bytes = await read(net =>
        {
            (at, asOf) = (Grounds.Of(net), net.Time);
            // The active root's own entries count only when the log has them.
            bool isStored = !active || bus.Committed >= net.Seq;
            bool isDue = isStored && at.Epoch is not null && IsDue(net, newest, active, every);
            return isDue ? Codec.Encode(net.Save()) : [];
        });
        if (bytes.Length > 0 && await bus.HasAsync(at, stop) is true && (!active || await IsStillRootAsync()))
            await bus.SaveSnapshotAsync(at.Seq, bytes, asOf, stop);
    }

    // One that stood still and was replaced must not put its old network in the place of a newer one: what was written
    // since may have been trimmed behind that.
    private async Task<bool> IsStillRootAsync()
    {
        long asked = time.GetTimestamp();
        await bus.ConfirmAsync();
        return bus.SinceOwned <= time.GetElapsedTime(asked);
    }

    /// <summary>Whether a network is to be saved, when this is the newest snapshot.</summary>
    public static bool IsDue(Network net, SnapshotManifest? newest, bool active, int every)
    {
        if (newest is null) return net.Seq >= Patience(active, every) || LostLeafSince(net, 0);
        // One that claims to be newer than what the only writer knows is none.
        if (newest.Seq > net.Seq) return active;
        return net.Seq - newest.Seq >= Patience(active, every)
            || (net.Seq > newest.Seq && LostLeafSince(net, newest.Time));
    }

    private static ulong Patience(bool active, int every) => (ulong)every * (active ? 2UL : 1UL);

    private static bool LostLeafSince(Network net, long time) =>
        net.Leaves.Values.Any(leaf => (leaf.LostAt ?? leaf.EndedAt) > time);
}
