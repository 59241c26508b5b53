using IrcNats.Leaf;
using IrcNats.Leaf.Core;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>The mailbox and the loop behind it.</summary>
public sealed class LoopTests : ILeafPorts, IDisposable
{
    private readonly LeafLoop _loop;
    private readonly CancellationTokenSource _stop = new();

    public LoopTests() => _loop = new LeafLoop(new LeafCore("leaf-1", 1, this), TimeProvider.System);

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task Steps_run_in_the_order_they_were_posted()
    {
        Task running = _loop.RunAsync(_stop.Token);
        List<int> ran = [];
        for (int i = 0; i < 10_000; i++)
        {
            int number = i;
            if (i % 3 == 0) _loop.Post((_, _) => ran.Add(number));
            else await _loop.PostAsync((_, _) => ran.Add(number));
        }

        await _loop.WhenAsync(_ => ran.Count == 10_000).WaitAsync(TestClient.Patience);
        Assert.Equal(Enumerable.Range(0, 10_000), ran);
        await _stop.CancelAsync();
        await running.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task Who_posts_too_fast_waits_until_there_is_room()
    {
        int posted = 0, ran = 0;
        ValueTask last = ValueTask.CompletedTask;
        while (last.IsCompleted && posted < 1_000_000)
        {
            last = _loop.PostAsync((_, _) => ran++);
            posted++;
        }

        Assert.InRange(posted, 2, 100_000);
        Task running = _loop.RunAsync(_stop.Token);
        await last.AsTask().WaitAsync(TestClient.Patience);
        await _loop.WhenAsync(_ => ran == posted).WaitAsync(TestClient.Patience);
        await _stop.CancelAsync();
        await running.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task A_step_that_fails_ends_the_loop_and_frees_who_waits_for_it()
    {
        Task running = _loop.RunAsync(_stop.Token);
        _loop.Post((_, _) => throw new InvalidOperationException("broken invariant"));
        InvalidOperationException fault =
            await Assert.ThrowsAsync<InvalidOperationException>(() => running.WaitAsync(TestClient.Patience));
        Assert.Equal("broken invariant", fault.Message);
        Assert.True(_loop.Ended.IsCancellationRequested);
        await _loop.PostAsync((_, _) => { });
    }

    // A connection, or the log's follower, is not always gone when the leaf is.
    [Fact]
    public async Task Who_waits_for_room_when_the_loop_ends_and_who_posts_later_is_let_go()
    {
        List<Task> waiting = [];
        while (waiting.Count < 100)
        {
            Task posted = _loop.PostAsync((_, _) => { }).AsTask();
            if (!posted.IsCompleted) waiting.Add(posted);
        }

        await _stop.CancelAsync();
        await _loop.RunAsync(_stop.Token).WaitAsync(TestClient.Patience);
        await Task.WhenAll(waiting).WaitAsync(TestClient.Patience);
        await _loop.PostAsync((_, _) => { });
        Assert.True(_loop.Ended.IsCancellationRequested);
    }

    void ILeafPorts.Send(Request request) { }
}
