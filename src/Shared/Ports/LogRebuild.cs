using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Ports;

/// <summary>
/// Makes the network as the log says it is, from the newest snapshot that belongs to the log. An event that fits
/// nowhere even here is passed over. Every process that reads this log comes to the same network, whenever it reads.
/// </summary>
sealed class LogRebuild(
    LogReader reader, Func<CancellationToken, Task<NetworkSnapshot?>> loadSnapshot, ILogger log)
{
    /// <summary>
    /// The network as of the entry named. A snapshot that a later digest of the root contradicts is not used, if the
    /// log reaches back to its beginning.
    /// </summary>
    /// <exception cref="InvalidOperationException">The log does not reach back to any snapshot.</exception>
    public async Task<Network> AtAsync(ulong at, CancellationToken stop)
    {
        Network from = await BaseAsync(at, stop);
        (Network network, bool agrees) = await ReadAsync(from, at, stop);
        if (agrees || from.Seq == 0 || (await reader.BoundsAsync(stop)).First > 1) return network;
        BusLog.BadSnapshot(log, from.Seq, "the root's digests behind it say otherwise");
        return (await ReadAsync(new Network(), at, stop)).Network;
    }

    private async Task<(Network Network, bool Agrees)> ReadAsync(Network from, ulong at, CancellationToken stop)
    {
        NetworkSnapshot saved = from.Save();
        HashSet<Position> passedOver = [];
        while (true)
        {
            try
            {
                return await ReadAsync(Network.Load(saved), at, passedOver, stop);
            }
            catch (UnfitEventException unfit) when (passedOver.Add(unfit.At))
            {
                BusLog.PassedOver(log, unfit.Message);
            }
        }
    }

    private async Task<(Network Network, bool Agrees)> ReadAsync(
        Network network, ulong at, HashSet<Position> passedOver, CancellationToken stop)
    {
        bool agrees = true;
        await foreach (var (seq, bytes) in reader.ReadAsync(network.Seq + 1, at))
        {
            stop.ThrowIfCancellationRequested();
            if (bytes is null) throw new InvalidOperationException($"Entry {seq} is gone and no snapshot covers it.");
            if (!Codec.TryDecode(bytes, out Entry? entry, out _)) network.Skip(seq);
            else
            {
                if (entry.Outcomes is [{ Events: [DigestMarked { IsComparable: true } mark] }]
                    && Replay.Counts(network, entry))
                    agrees &= mark.Digest == Codec.Digest(network) && mark.Accounts == network.AccountsDigest;
                Replay.Apply(network, seq, entry, null, passedOver);
            }
        }

        return (network, agrees);
    }

    private async Task<Network> BaseAsync(ulong at, CancellationToken stop)
    {
        NetworkSnapshot? saved = await loadSnapshot(stop);
        if (saved is null || saved.At.Seq > at) return new Network();
        // If the snapshot's own entry is trimmed away, nothing can be told, and there is nothing else to begin with.
        return await reader.HasAsync(Grounds.Of(saved), stop) is false ? new Network() : Network.Load(saved);
    }
}
