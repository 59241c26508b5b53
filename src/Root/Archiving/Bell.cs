using System.Threading.Channels;
using Channel = System.Threading.Channels.Channel;

namespace IrcNats.Root.Archiving;

/// <summary>
/// Wakes the one who waits, or who is about to: a ring while nobody waits is kept for the next who does. For any
/// thread.
/// </summary>
sealed class Bell
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rings.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken stop = default) => _rings.Reader.ReadAsync(stop);
}
