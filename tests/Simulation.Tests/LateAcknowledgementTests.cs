using IrcNats.Adapters;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Simulation.Tests;

/// <summary>An acknowledgement overtakes the answer to a question that was put before it.</summary>
public sealed class LateAcknowledgementTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_answer_older_than_an_acknowledgement_is_no_sign_of_a_log_that_went_back()
    {
        Stream stream = new();
        List<string> reasons = [];
        await using LogAppender appender = new(
            stream, "root-1", (5, [5]), reasons.Add, TimeProvider.System, NullLogger.Instance);
        await appender.StartAsync(CancellationToken.None);
        appender.Append(6, [6]);
        await stream.Written(6).WaitAsync(s_patience);

        // The stream says that it ends at 5, and while that is under way, that 6 is stored.
        stream.Reconnect();
        await stream.Answered.WaitAsync(s_patience);
        appender.Append(7, [7]);
        await stream.Written(7).WaitAsync(s_patience);

        Assert.Empty(reasons);
        Assert.Equal(6u, appender.Committed);
    }

    private sealed class Stream : ILogStream, ILogPen
    {
        private readonly TaskCompletionSource[] _written =
            [.. Enumerable.Range(0, 10).Select(_ => new TaskCompletionSource())];
        private readonly TaskCompletionSource _answered = new();
        private Acknowledged? _acknowledged;

        public event Action? Opened;

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

        public Task<(ulong First, ulong Last)> BoundsAsync(CancellationToken stop)
        {
            _acknowledged!(6, 0, null);
            _answered.TrySetResult();
            return Task.FromResult<(ulong, ulong)>((1, 5));
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
