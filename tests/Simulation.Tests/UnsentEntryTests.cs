using IrcNats.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IrcNats.Simulation.Tests;

/// <summary>Entries that the connection does not take, now and then, are sent when it does.</summary>
public sealed class UnsentEntryTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_entry_that_could_not_be_sent_is_sent_again_and_those_after_it_too()
    {
        // By the machine's clock, a slow machine would find the log silent and send the last entry alone.
        FakeTimeProvider time = new();
        Stream stream = new() { Refusals = 1 };
        List<string> reasons = [];
        await using LogAppender appender = new(
            stream, "root-1", (5, [5]), reasons.Add, time, NullLogger.Instance);
        await appender.StartAsync(CancellationToken.None);

        for (byte i = 6; i <= 8; i++) appender.Append(i, [i]);
        await PassUntilAsync(stream.Reaches(8), time);
        appender.Append(9, [9]);
        await stream.Reaches(9).WaitAsync(s_patience);

        Assert.Empty(reasons);
        Assert.Equal([6u, 7u, 8u, 9u], stream.Stored);
        // One recovery sent all that waited; the entry after it needed none.
        Assert.Equal(1, stream.Generation);
        Assert.Equal(9u, appender.Committed);
    }

    private static async Task PassUntilAsync(Task done, FakeTimeProvider time)
    {
        Task waited = done.WaitAsync(s_patience);
        while (!waited.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(1);
        }

        await waited;
    }

    private sealed class Stream : ILogStream, ILogPen
    {
        private readonly TaskCompletionSource[] _reached = [.. Enumerable.Range(0, 10)
            .Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private Acknowledged? _acknowledged;

        public event Action? Opened { add { } remove { } }

        public bool IsOpen => true;

        /// <summary>How many entries the connection does not take at first.</summary>
        public int Refusals { get; set; }

        public List<ulong> Stored { get; } = [];

        /// <summary>Of the newest entry.</summary>
        public int Generation { get; private set; }

        public Task Reaches(int seq) => _reached[seq].Task;

        public Task<IAsyncDisposable> ListenAsync(Action<ulong, byte[]> broadcast, CancellationToken stop) =>
            throw new NotSupportedException();

        public Task<ILogPen> OpenAsync(string node, Acknowledged acknowledged, CancellationToken stop)
        {
            _acknowledged = acknowledged;
            return Task.FromResult<ILogPen>(this);
        }

        public Task<(ulong First, ulong Last)> BoundsAsync(CancellationToken stop) =>
            Task.FromResult((1ul, Stored.Count == 0 ? 5 : Stored[^1]));

        public Task<byte[]?> GetAsync(ulong seq) => Task.FromResult<byte[]?>([(byte)seq]);

        public ValueTask WriteAsync(ulong seq, byte[] bytes, int generation)
        {
            if (Refusals-- > 0) throw new LogSilentException("the buffer is full");
            if (seq != (Stored.Count == 0 ? 6 : Stored[^1] + 1)) _acknowledged!(seq, generation, "wrong last sequence");
            else
            {
                Stored.Add(seq);
                Generation = generation;
                _acknowledged!(seq, generation, null);
                _reached[seq].TrySetResult();
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
