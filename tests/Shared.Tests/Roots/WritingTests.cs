using IrcNats.Events;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Tests.Roots;

/// <summary>What the active root does beside deciding: its beat, its bounds, its snapshots, and how it hands over.
/// </summary>
public sealed class WritingTests
{
    private readonly RootStage _root = new(snapshots: 1);

    public WritingTests() => _root.BecomeRoot();

    [Fact]
    public void A_beat_names_what_was_stored_a_beat_ago()
    {
        _root.LeafUp("leaf-1");
        _root.Core.Acknowledged(2, _root.Now.Steady, _root.Now);
        _root.Pass(500);
        _root.Pass(500);
        Assert.Equal([1ul, 1ul, 2ul], _root.Beats.Select(b => b.Seq));
    }

    [Fact]
    public void What_comes_soon_after_an_entry_shares_the_next_one()
    {
        _root.LeafUp("leaf-1");
        Assert.Single(_root.Appended);
        _root.LeafUp("leaf-2");
        _root.Pass(Writing.GatherFor - 1);
        _root.LeafUp("leaf-3");
        Assert.Single(_root.Appended);
        _root.Pass(1);
        Assert.Equal([1, 2], _root.Appended.Select(e => e.Outcomes.Count));
        _root.LeafUpLater("leaf-4");
        Assert.Equal(3, _root.Appended.Count);
    }

    [Fact]
    public void What_was_gathered_is_in_the_log_before_it_hands_over()
    {
        _root.LeafUp("leaf-1");
        _root.LeafUp("leaf-2");
        _root.Order(OrderKind.Handover, RootStage.Other);
        _root.Core.Rest(_root.Now);
        Assert.Equal(3, _root.Appended.Sum(e => e.Outcomes.Count));
        Assert.IsType<RootResigned>(_root.Appended[^1].Outcomes[^1].Events[^1]);
    }

    [Fact]
    public void Requests_wait_while_too_much_is_under_way_and_go_on_when_it_is_stored()
    {
        for (int i = 0; i < Writing.Window + 5; i++) _root.LeafUpLater($"leaf-{i}");
        Assert.Equal(Writing.Window, _root.Appended.Count);
        Assert.Equal("tell of 2", _root.Did);
        _root.Core.Acknowledged(2, _root.Now.Steady, _root.Now);
        _root.Pass(Writing.GatherFor);
        // All that waited is one entry.
        Assert.Equal(Writing.Window + 1, _root.Appended.Count);
        Assert.Equal(Writing.Window + 5, _root.Appended.Sum(e => e.Outcomes.Count));
        Assert.Equal("", _root.Did);
        _root.LeafUpLater("another");
        Assert.Equal("tell of 3", _root.Did);
    }

    [Fact]
    public void Mail_for_a_writer_before_is_passed_over()
    {
        Request up = new(Payload.FormatVersion, "leaf-1", 1, 1, 1, new LeafUp());
        _root.Core.Requested(up, "leaf-1", _root.Core.Writer!.Epoch - 1, _root.Now);
        _root.Core.Rest(_root.Now);
        Assert.Empty(_root.Appended);
    }

    [Fact]
    public void What_was_decided_is_stored_before_it_steps_down()
    {
        _root.LeafUp("leaf-1");
        _root.Order(OrderKind.Handover, RootStage.Other);
        Assert.True(_root.Orders[^1].Accepted);
        _root.Core.Rest(_root.Now);
        Assert.Equal("tell of 3", _root.Did);
        Assert.IsType<RootResigned>(_root.Appended[^1].Outcomes[^1].Events[^1]);
        _root.LeafUp("leaf-2");
        _root.Core.Acknowledged(2, _root.Now.Steady, _root.Now);
        _root.Pass(5000);
        Assert.Equal(2, _root.Appended.Count);
        Assert.Equal("", string.Concat(_root.Did.Split("; ").Where(d => d != "ask for snapshot")));
        _root.Order(OrderKind.Handover, "root-3");
        Assert.Equal("root-1 has just resigned", _root.Orders[^1].Text);

        _root.Core.Acknowledged(3, _root.Now.Steady, _root.Now);
        Assert.Equal("stop writing", _root.Did);
        _root.Core.WritingStopped(_root.Now);
        Assert.Equal("follow from 3", _root.Did);
        Assert.False(_root.Core.State.IsActive);
    }

    [Fact]
    public void One_that_is_stopped_resigns_and_waits_a_second_for_the_log()
    {
        _root.Core.Stop(_root.Now);
        Assert.Equal("tell of 2", _root.Did);
        _root.Pass(999);
        Assert.DoesNotContain("stopped", _root.Did, StringComparison.Ordinal);
        _root.Pass(1);
        Assert.Equal("stopped", _root.Did);
    }

    [Fact]
    public void It_stores_no_snapshot_unless_the_log_was_its_own_after_it_was_made()
    {
        _root.LeafUp("leaf-1");
        _root.Core.Acknowledged(100, _root.Now.Steady, _root.Now);
        _root.Pass(5000);
        Assert.Contains("ask for snapshot", _root.Did, StringComparison.Ordinal);
        _root.Core.NewestSnapshot(null, _root.Now);
        Assert.Equal($"ask for {_root.Core.Network.Seq}", _root.Did);
        _root.Core.SnapshotStands(true, _root.Now);
        Assert.Equal("confirm", _root.Did);
        // The first answer may be to a question that was asked before.
        _root.Core.Confirmed(_root.Now.Steady - 1, _root.Now);
        Assert.Equal("confirm", _root.Did);
        _root.Core.Confirmed(_root.Now.Steady - 1, _root.Now);
        Assert.Equal("", _root.Did);

        _root.Pass(5000);
        _root.Core.NewestSnapshot(null, _root.Now);
        _root.Core.SnapshotStands(true, _root.Now);
        _root.Core.Confirmed(_root.Now.Steady, _root.Now);
        Assert.EndsWith($"confirm; save {_root.Core.Network.Seq}", _root.Did, StringComparison.Ordinal);
    }

    // The log may have gone back between the two answers (seed 9413 of the simulator).
    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void It_stores_no_snapshot_when_the_log_took_long_to_answer(long after, bool saves)
    {
        _root.LeafUp("leaf-1");
        _root.Core.Acknowledged(100, _root.Now.Steady, _root.Now);
        _root.Pass(5000);
        _root.Core.NewestSnapshot(null, _root.Now);
        _root.Core.SnapshotStands(true, _root.Now);
        _root.Pass(after);
        _ = _root.Did;
        _root.Core.Confirmed(_root.Now.Steady, _root.Now);
        Assert.Equal(saves, _root.Did.Contains("save", StringComparison.Ordinal));
    }

    [Fact]
    public void A_root_that_always_writes_makes_its_snapshot_when_the_log_has_what_is_in_it()
    {
        _root.LeafUp("leaf-1");
        _root.Pass(5000);
        _root.LeafUp("leaf-2");
        _root.LeafUp("leaf-3");
        _ = _root.Did;
        _root.Core.NewestSnapshot(null, _root.Now);
        ulong made = _root.Core.Network.Seq;
        Assert.Equal($"tell of {made}", _root.Did);
        _root.LeafUpLater("leaf-4");
        _root.Core.Acknowledged(made - 1, _root.Now.Steady, _root.Now);
        Assert.Equal("", _root.Did);
        _root.Core.Acknowledged(made, _root.Now.Steady, _root.Now);
        Assert.Equal($"ask for {made}", _root.Did);
        _root.Core.SnapshotStands(true, _root.Now);
        _root.Core.Confirmed(_root.Now.Steady, _root.Now);
        Assert.Equal($"confirm; save {made}", _root.Did);
    }
}
