using IrcNats.Adapters;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Simulation.Tests;

/// <summary>Entries that the connection does not take, now and then, are sent when it does.</summary>
public sealed class UnsentEntryTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_entry_that_could_not_be_sent_is_sent_again_and_those_after_it_too()
    {
        Stream stream = new() { Refusals = 3 };
        List<string> reasons = [];
        await using LogAppender appender = new(
            stream, "root-1", (5, [5]), reasons.Add, TimeProvider.System, NullLogger.Instance);
        await appender.StartAsync(CancellationToken.None);

        for (byte i = 6; i <= 9; i++) appender.Append(i, [i]);
        await stream.Full.WaitAsync(s_patience);

        Assert.Empty(reasons);
        Assert.Equal([6u, 7u, 8u, 9u], stream.Stored);
        Assert.Equal(9u, appender.Committed);
    }

    private sealed class Stream : ILogStream, ILogPen
    {
        private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Acknowledged? _acknowledged;

        public event Action? Opened { add { } remove { } }

        public bool IsOpen => true;

        /// <summary>How many entries the connection does not take at first.</summary>
        public int Refusals { get; set; }

        public List<ulong> Stored { get; } = [];

        public Task Full => _full.Task;

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
                _acknowledged!(seq, generation, null);
                if (seq == 9) _full.TrySetResult();
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
