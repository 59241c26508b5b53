using IrcNats.Events;
using IrcNats.Root.Core.Push;
using IrcNats.State;
using IrcNats.Tests.Roots;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Push;

/// <summary>Which messages are pushed, when, and what becomes of them.</summary>
public sealed class PushDutyTests
{
    private readonly RootStage _root = new(
        secrets: TestConfig.Secrets with { Push = new PushSettings { Subscriber = "mailto:admin@irc.test" } });

    public PushDutyTests()
    {
        _root.BecomeRoot();
        Log(new AccountRegistered("Alice", default));
    }

    [Fact]
    public void A_new_place_is_tried_when_the_log_has_it()
    {
        Subscribe(1);
        Assert.Empty(_root.Pushes);
        _root.Store();
        OutgoingPush push = Assert.Single(_root.Pushes).Push;
        Assert.Equal(("Alice", PushText.Trial, false), (push.Account, push.Line, push.IsUrgent));
    }

    [Fact]
    public void A_place_where_nobody_reads_any_more_is_forgotten()
    {
        Subscribe(1, 2);
        _root.Store();
        _root.Core.PushEnded(_root.Pushes[0].Number, new PushResult(PushOutcome.Gone), _root.Now);
        PushSubscription left = Assert.Single(_root.Core.Network.FindAccount("alice")!.Pushes);
        Assert.Equal(2, left.Id.Span[0]);
    }

    [Fact]
    public void What_fails_is_tried_again_a_few_times_and_what_is_refused_is_not()
    {
        Subscribe(1);
        _root.Store();
        for (int i = 1; i < PushDuty.Tries; i++)
        {
            _root.Core.PushEnded(_root.Pushes[^1].Number, new PushResult(PushOutcome.Failed, "it is away"), _root.Now);
            Assert.Equal(i, _root.Pushes.Count);
            _root.Pass(PushDuty.RetryAfter * i + 1);
            Assert.Equal(i + 1, _root.Pushes.Count);
        }

        _root.Core.PushEnded(_root.Pushes[^1].Number, new PushResult(PushOutcome.Failed, "it is away"), _root.Now);
        _root.Pass(60_000);
        Assert.Equal(PushDuty.Tries, _root.Pushes.Count);
        Assert.Single(_root.Core.Network.FindAccount("alice")!.Pushes);
    }

    [Fact]
    public void A_few_of_an_account_are_under_way_at_a_time_and_those_that_wait_are_bounded()
    {
        Log(new AccountPushesSet("Alice", [.. Enumerable.Range(0, PushQueue.MostOfOne + 100).Select(Place)]));
        _root.Store();
        Assert.Equal(PushQueue.AtOnceOfOne, _root.Pushes.Count);
        EndAll();
        Assert.Equal(PushQueue.MostOfOne, _root.Pushes.Count);
    }

    [Fact]
    public void A_few_of_all_accounts_are_under_way_at_a_time_and_those_that_wait_are_bounded()
    {
        PushSubscription[] many = [.. Enumerable.Range(0, PushQueue.MostOfOne).Select(Place)];
        for (int i = 0; i <= PushQueue.Most / PushQueue.MostOfOne; i++)
        {
            Log(new AccountRegistered($"A{i}", default));
            Subscribe($"A{i}", many.Length);
        }

        _root.Store();
        Assert.Equal(PushQueue.AtOnce, _root.Pushes.Count);
        EndAll();
        Assert.Equal(PushQueue.Most, _root.Pushes.Count);
    }

    [Fact]
    public void An_account_whose_push_server_is_slow_holds_up_nobody_else()
    {
        Subscribe("Alice", 100);
        Log(new AccountRegistered("Bob", default));
        Subscribe("Bob", 1);
        _root.Store();
        Assert.Equal(1, _root.Pushes.Count(p => p.Push.Account == "Bob"));
    }

    private void EndAll()
    {
        for (int i = 0; i < _root.Pushes.Count; i++)
            _root.Core.PushEnded(_root.Pushes[i].Number, new PushResult(PushOutcome.Sent), _root.Now);
    }

    private void Subscribe(string account, int places) =>
        Log(new AccountPushesSet(account, [.. Enumerable.Range(0, places).Select(Place)]));

    private void Subscribe(params int[] places) => Log(new AccountPushesSet("Alice", [.. places.Select(Place)]));

    // Now, as the next event is.
    private PushSubscription Place(int id) =>
        new(new byte[] { (byte)id, (byte)(id >> 8) }, new byte[] { 1 }, _root.Now.Steady + 1000);

    private void Log(Event happened)
    {
        _root.Pass(1000);
        _root.Core.Writer!.Log(happened, _root.Now.Steady);
        _root.Core.Writer.Flush();
    }
}
