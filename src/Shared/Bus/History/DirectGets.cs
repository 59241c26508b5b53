using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using NATS.Client.Core;

namespace IrcNats.Adapters;

/// <summary>
/// Direct gets from a stream, many at once. All answers come to one subscription, and each is only copied there: the
/// client's own requests cost several times as much, and a page of a history is a hundred of them.
/// https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-31.md
/// </summary>
/// <param name="inbox">Where answers come: below a subject that only this object has.</param>
sealed class DirectGets(BusConnection connection, string stream, string inbox, TimeProvider time) : IAsyncDisposable
{
    private const int NotFound = 404;

    // Answers come within milliseconds, or the server or the connection is gone.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly string _subject = $"$JS.API.DIRECT.GET.{stream}";
    private readonly ConcurrentDictionary<ulong, Batch> _underWay = [];
    private readonly SemaphoreSlim _beginning = new(1);
    // The client holds subscriptions weakly: this keeps it alive.
    private CallbackSubscription? _subscription;
    private ulong _batches;

    /// <summary>One answer to each question, in their order; null where the stream has nothing.</summary>
    /// <exception cref="NatsException">The server refuses, or has no such stream.</exception>
    /// <exception cref="TimeoutException">No answer.</exception>
    public async Task<(ulong Seq, byte[] Bytes)?[]> GetAsync(IReadOnlyList<byte[]> questions, CancellationToken stop)
    {
        if (questions.Count == 0) return [];
        await ListenAsync(stop);
        ulong number = Interlocked.Increment(ref _batches);
        Batch batch = _underWay[number] = new Batch(questions.Count);
        try
        {
            for (int i = 0; i < questions.Count; i++)
            {
                string replyTo = string.Create(CultureInfo.InvariantCulture, $"{inbox}.{number}.{i}");
                await connection.PublishAsync(_subject, questions[i], replyTo: replyTo, cancellationToken: stop);
            }

            return await batch.Answered.WaitAsync(s_patience, time, stop);
        }
        finally
        {
            _underWay.TryRemove(number, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _beginning.Dispose();
        if (_subscription is not null) await _subscription.DisposeAsync();
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        if (Volatile.Read(ref _subscription) is not null) return;
        await _beginning.WaitAsync(stop);
        try
        {
            _subscription ??= await CallbackSubscription.StartAsync(connection, inbox + ".*.*", Take, stop);
        }
        finally
        {
            _beginning.Release();
        }
    }

    private void Take(
        string subject, string? replyTo, in ReadOnlySequence<byte>? headers, in ReadOnlySequence<byte> payload)
    {
        ReadOnlySpan<char> name = subject.AsSpan(inbox.Length + 1);
        int dot = name.IndexOf('.');
        if (!ulong.TryParse(name[..dot], CultureInfo.InvariantCulture, out ulong number)
            || !int.TryParse(name[(dot + 1)..], CultureInfo.InvariantCulture, out int index)
            || !_underWay.TryGetValue(number, out Batch? batch))
            return;
        int status = HeaderBytes.Status(headers);
        if (status is not 0 and not NotFound) batch.Refuse(status);
        else batch.Answer(index, status == 0 ? (HeaderBytes.Sequence(headers), payload.ToArray()) : null);
    }

    /// <summary>Questions that are asked together. Answers come on one thread.</summary>
    private sealed class Batch(int count)
    {
        private readonly (ulong Seq, byte[] Bytes)?[] _answers = new (ulong, byte[])?[count];
        private readonly bool[] _isAnswered = new bool[count];
        private readonly TaskCompletionSource<(ulong Seq, byte[] Bytes)?[]> _all =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = count;

        public Task<(ulong Seq, byte[] Bytes)?[]> Answered => _all.Task;

        public void Answer(int index, (ulong, byte[])? answer)
        {
            if ((uint)index >= (uint)_answers.Length || _isAnswered[index]) return;
            (_answers[index], _isAnswered[index]) = (answer, true);
            if (--_left == 0) _all.TrySetResult(_answers);
        }

        public void Refuse(int status) => _all.TrySetException(new NatsException($"direct get: status {status}"));
    }
}
