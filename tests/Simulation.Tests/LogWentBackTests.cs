using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// The log loses its end while a process does not look, as a single nats-server may when the power fails: cases that
/// random runs find only now and then.
/// </summary>
public sealed class LogWentBackTests
{
    private readonly SimCluster _cluster = new(seed: 1, Faults.None, TestConfig.Public, roots: 2, leaves: 2);
    private readonly SimLink _alice;

    public LogWentBackTests()
    {
        RunUntil(() => _cluster.IsSettled);
        _alice = _cluster.Leaves[0].Open(_ => { }, () => { });
        _alice.Send("NICK alice");
        _alice.Send("USER alice 0 * :Alice");
        RunUntil(() => _cluster.IsSettled && _cluster.Judge.Network.FindUser("alice") is not null);
    }

    [Fact]
    public void No_snapshot_is_made_of_what_the_log_does_not_have()
    {
        // Fifty entries are due to be saved, and the roots have just looked; they look once a second.
        Say(lines: 44);
        RunUntil(() => _cluster.Time.Now % 1000 == 10);
        Say(lines: 6);
        RunUntil(() => _cluster.Time.Now % 1000 == 990);
        Assert.Equal(0ul, _cluster.SnapshotSeq);
        // Nobody has noticed it when they look again.
        _cluster.Stream.GoBack(_cluster.Stream.Last - 3, down: 0);
        for (int i = 0; i < 3000; i++)
        {
            Pass(1);
            Assert.InRange(_cluster.SnapshotSeq, 0ul, _cluster.Stream.Last);
        }

        Reconnect(_cluster.Nodes);
        RunUntil(() => _cluster.IsSettled && _cluster.SnapshotSeq > 0);
    }

    [Fact]
    public void Who_was_away_and_has_nothing_to_compare_begins_from_the_newest_snapshot()
    {
        SimLeaf away = _cluster.Leaves[1];
        ulong stood = _cluster.Stream.Last;
        Assert.Equal(stood, away.Core.Network.Seq);
        foreach (SimConnection connection in away.Connections) connection.Break();
        _cluster.Stream.GoBack(stood - 1, down: 0);
        Reconnect([.. _cluster.Roots, _cluster.Leaves[0]]);
        RunUntil(() => _cluster.Stream.Last > stood && _cluster.ActiveRoot is not null);
        // The log begins right behind what the process has, as if that were part of this log.
        _cluster.SaveSnapshot(_cluster.Stream.Last, Codec.Encode(_cluster.Judge.Network.Save()));
        _cluster.Stream.Trim(stood + 1);
        Reconnect([away]);

        RunUntil(() => _cluster.IsSettled);
        _cluster.Judge.Compare(away.Name, away.Core.Network);
    }

    [Fact]
    public void A_root_that_stood_still_looks_whose_entry_its_own_follows()
    {
        SimRoot first = _cluster.ActiveRoot!, second = _cluster.Roots.Single(r => r != first);
        first.Pause();
        foreach (SimConnection connection in second.Connections) connection.Break();
        // When the root continues, the leaves have been silent for too long: that is what it writes first.
        Pass(_cluster.Config.LeafLoss.Timeout - 500);
        _cluster.Stream.GoBack(_cluster.Stream.Last - 1, down: 0);
        Reconnect(_cluster.Nodes);
        RunUntil(() => _cluster.Judge.Network.RootNode == second.Name);
        first.Continue();
        Pass(200);
        Assert.True(first.IsDead);
        RunUntil(() => _cluster.IsSettled);
    }

    // What happens when an operator deletes the stream, or restores an older copy of it.
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_log_that_is_replaced_while_every_connection_stays_is_noticed_by_all(int left)
    {
        Say(lines: 5);
        _cluster.Stream.GoBack((ulong)left, down: 0);
        RunUntil(() => _cluster.IsSettled && _cluster.Judge.Network.FindUser("alice4") is not null);
        foreach (SimLeaf leaf in _cluster.Leaves) _cluster.Judge.Compare(leaf.Name, leaf.Core.Network);
        foreach (SimRoot root in _cluster.Roots) _cluster.Judge.Compare(root.Name, root.Network);
    }

    [Fact]
    public void It_is_noticed_by_who_stood_still_until_the_log_had_grown_beyond_what_it_knew()
    {
        SimLeaf away = _cluster.Leaves[1];
        ulong stood = _cluster.Stream.Last;
        away.Pause();
        _cluster.Stream.GoBack(stood - 1, down: 0);
        Pass(10_000);
        Say(lines: 5);
        Assert.True(_cluster.Stream.Last > stood);
        away.Continue();
        RunUntil(() => _cluster.IsSettled);
        _cluster.Judge.Compare(away.Name, away.Core.Network);
    }

    // The broadcasts wait in its connection, and the stream's answer behind them. Another log is shorter than where
    // they would lead to.
    [Fact]
    public void What_was_broadcast_of_the_former_log_and_comes_while_a_process_looks_is_not_taken_for_the_new_one()
    {
        SimLeaf late = _cluster.Leaves[1];
        Say(lines: 5);
        late.Connections[1].Stall(8000);
        Say(lines: 30);
        _cluster.Stream.GoBack(_cluster.Stream.Last - 33, down: 500);
        RunUntil(() => _cluster.IsSettled);
        _cluster.Judge.Compare(late.Name, late.Core.Network);
    }

    private void Say(int lines)
    {
        ulong last = _cluster.Stream.Last;
        for (int i = 0; i < lines; i++)
        {
            _alice.Send($"NICK alice{i}");
            RunUntil(() => _cluster.Stream.Last > last);
            last = _cluster.Stream.Last;
        }
    }

    private void Reconnect(IEnumerable<SimNode> nodes)
    {
        foreach (SimConnection connection in nodes.SelectMany(n => n.Connections))
        {
            connection.Break();
            connection.Restore();
        }
    }

    private void Pass(long time) => _cluster.Time.RunUntil(_cluster.Time.Now + time);

    private void RunUntil(Func<bool> isSo)
    {
        for (long end = _cluster.Time.Now + 60_000; !isSo() && _cluster.Time.Now < end;) Pass(1);
        Assert.True(isSo(), _cluster.Status);
    }
}
