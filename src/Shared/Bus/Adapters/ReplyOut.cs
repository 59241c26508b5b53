using IrcNats.Ports;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace IrcNats.Adapters;

/// <summary>
/// Sends answers without waiting for them. If the connection takes none, a bounded number waits. Answers beyond that
/// are dropped: whoever asked asks again. For any thread.
/// </summary>
sealed class ReplyOut(Func<string, byte[], ValueTask> publish, ILogger log)
{
    /// <summary>Answers that may wait for the connection.</summary>
    public const int MostWaiting = 4096;

    private readonly Refusals _unsent = new(log);
    private int _waiting;

    /// <summary>Answers that wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Send(string to, byte[] answer)
    {
        if (Waiting >= MostWaiting)
        {
            _unsent.Add(to, $"not sent: {MostWaiting} answers wait for the connection already");
            return;
        }

        ValueTask sent = publish(to, answer);
        if (!sent.IsCompletedSuccessfully) _ = WaitAsync(sent, to);
    }

    private async Task WaitAsync(ValueTask sent, string to)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await sent;
        }
        catch (NatsException e)
        {
            _unsent.Add(to, e.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
