using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using Channel = System.Threading.Channels.Channel;

namespace IrcNats.Local;

/// <summary>What a leaf asks outside the order of requests: handed to the root one after the other.</summary>
sealed class Questions : IDisposable
{
    // Of all clients together; who asks beyond it is told that nobody answers, and asks again.
    private const int MostWaiting = 4096;

    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ProofAnswer?>> _open = [];
    private readonly Channel<(ProofQuestion Asked, string To)> _waiting =
        Channel.CreateBounded<(ProofQuestion, string)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private long _asked;

    public Questions(TimeProvider time, ILogger log)
    {
        (_time, _log) = (time, log);
        _ = HandOnAsync();
    }

    /// <summary>Who answers; null: nobody.</summary>
    public Action<ProofQuestion, string>? Asked { get; set; }

    /// <summary>Null: there is no answer now.</summary>
    public async Task<ProofAnswer?> AskAsync(ProofQuestion asked, CancellationToken stop)
    {
        string to = Interlocked.Increment(ref _asked).ToString(CultureInfo.InvariantCulture);
        TaskCompletionSource<ProofAnswer?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[to] = answer;
        try
        {
            if (Asked is null || !_waiting.Writer.TryWrite((asked, to))) return null;
            return await answer.Task.WaitAsync(
                TimeSpan.FromMilliseconds(asked.Purpose.AnsweredWithin()), _time, stop);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            _open.TryRemove(to, out _);
        }
    }

    public void Answer(string to, ProofAnswer answer)
    {
        if (_open.TryGetValue(to, out TaskCompletionSource<ProofAnswer?>? asker)) asker.TrySetResult(answer);
    }

    public void Dispose() => _waiting.Writer.TryComplete();

    private async Task HandOnAsync()
    {
        await foreach (var (asked, to) in _waiting.Reader.ReadAllAsync())
        {
            try
            {
                Asked?.Invoke(asked, to);
            }
            catch (Exception fault)
            {
                // The next question has nothing to do with it.
                LocalLog.NotTaken(_log, asked.Purpose, fault);
            }
        }
    }
}
