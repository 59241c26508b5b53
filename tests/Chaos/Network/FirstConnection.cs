using System.Diagnostics;
using NATS.Client.Core;

namespace IrcNats.Chaos.Network;

/// <summary>
/// The first connection of a client of NATS. A server on a busy machine may take a connection and not find the time to
/// let it in. That is not what a run looks for.
/// </summary>
static class FirstConnection
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Connects, and tries again until it is let in.</summary>
    /// <exception cref="TimeoutException">No server let it in in time.</exception>
    public static async Task FirstConnectAsync(this NatsConnection connection, TimeSpan patience)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await connection.ConnectAsync();
                return;
            }
            catch (NatsException e)
            {
                if (Stopwatch.GetElapsedTime(began) > patience)
                    throw new TimeoutException(
                        $"no server of {connection.Opts.Url} let '{connection.Opts.Name}' in within "
                        + $"{patience.TotalSeconds} s: {e.GetBaseException().Message}", e);
            }

            await Task.Delay(s_pause);
        }
    }
}
