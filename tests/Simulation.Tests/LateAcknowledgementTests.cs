using IrcNats.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IrcNats.Simulation.Tests;

/// <summary>An acknowledgement overtakes the answer to a question that was asked before it.</summary>
public sealed class LateAcknowledgementTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    // A root that has heard nothing of the log for a while sends one entry alone, and reads the entry before it back.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_answer_older_than_an_acknowledgement_is_no_sign_of_a_log_that_went_back(int secondsOfSilence)
    {
        // Only the appender's regular look moves this clock. So no acknowledgement is overdue, even on a slow machine.
        FakeTimeProvider time = new(DateTimeOffset.MinValue.AddSeconds(secondsOfSilence));
        Stream stream = new();
        TaskCompletionSource<string> fenced = new();
        await using LogAppender appender = new(
            stream, "root-1", (5, [5]), fenced.SetResult, time, NullLogger.Instance);
        stream.Committed = () => appender.Committed;
        await appender.StartAsync(CancellationToken.None);
        appender.Append(6, [6]);
        await stream.Written(6).WaitAsync(s_patience);

        // The stream answers that it ends at 5; while the answer is under way, it says that 6 is stored.
        stream.Reconnect();
        time.Advance(TimeSpan.FromMilliseconds(20));
        await stream.Answered.WaitAsync(s_patience);
        appender.Append(7, [7]);
        await Task.WhenAny(stream.Written(7), fenced.Task).WaitAsync(s_patience);

        Assert.False(fenced.Task.IsCompleted, fenced.Task.IsCompleted ? await fenced.Task : "");
        Assert.Equal(6u, appender.Committed);
    }

    private sealed class Stream : ILogStream, ILogPen
    {
        private readonly TaskCompletionSource[] _written =
            [.. Enumerable.Range(0, 10).Select(_ => new TaskCompletionSource())];
        private readonly TaskCompletionSource _answered = new();
        private Acknowledged? _acknowledged;

        public event Action? Opened;

        public Func<ulong>? Committed { get; set; }

        public bool IsOpen => true;

        public Task Answered => _answered.Task;

        public Task Written(int seq) => _written[seq].Task;

        public void Reconnect() => Opened?.Invoke();

        public Task<IAsyncDisposable> ListenAsync(Action<ulong, byte[]> broadcast, CancellationToken stop) =>
            throw new NotSupportedException();

        public Task<ILogPen> OpenAsync(string node, Acknowledged acknowledged, CancellationToken stop)
        {
            _acknowledged = acknowledged;
            return Task.FromResult<ILogPen>(this);
        }

        public async Task<(ulong First, ulong Last)> BoundsAsync(CancellationToken stop)
        {
            _acknowledged!(6, 0, null);
            while (Committed!() < 6)
            {
                stop.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            _answered.TrySetResult();
            return (1, 5);
        }

        public Task<byte[]?> GetAsync(ulong seq) => Task.FromResult<byte[]?>([(byte)seq]);

        public ValueTask WriteAsync(ulong seq, byte[] bytes, int generation)
        {
            _written[seq].TrySetResult();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
