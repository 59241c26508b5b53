using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>Builds of different age in one network: its level is what the oldest of them knows.</summary>
public sealed class LevelTests : IRootPorts
{
    private const ulong Incarnation = 7;
    private readonly Network _net = new();
    private readonly List<Entry> _log = [];
    private readonly List<Reply> _replies = [];
    private readonly List<string> _outdated = [];
    private Writer _writer = null!;
    private ulong _number;

    [Fact]
    public void A_new_network_begins_with_what_its_first_root_knows()
    {
        Replay.Apply(_net, 1, Writer.Election(_net, "root-1", TestConfig.Public, 1000));
        Assert.Equal(BuildLevel.Current, _net.Level);
        Assert.Equal(BuildLevel.Current, Network.Load(_net.Save()).Level);
    }

    [Fact]
    public void One_that_an_older_build_began_stays_as_it_is_until_everyone_knows_more()
    {
        BeginOld();
        Hear("leaf-1", BuildLevel.First);
        Hear("leaf-2", BuildLevel.Current);
        _writer.Raise(BuildLevel.Current, 2000);
        Assert.Equal(BuildLevel.First, _net.Level);

        Hear("leaf-1", BuildLevel.Current, Incarnation + 1);
        _writer.Raise(BuildLevel.First, 3000);
        Assert.Equal(BuildLevel.First, _net.Level);
        _writer.Raise(BuildLevel.Current, 4000);
        Assert.Equal(BuildLevel.Current, _net.Level);
        Assert.Contains(_log.SelectMany(e => e.Outcomes).SelectMany(o => o.Events), e => e is LevelRaised(2));
    }

    [Fact]
    public void A_leaf_that_was_not_heard_yet_may_be_old()
    {
        BeginOld();
        Hear("leaf-1", BuildLevel.Current);
        _writer = new Writer(_net, this);
        Assert.Equal(BuildLevel.First, _writer.LevelInReach);
        Hear("leaf-1", BuildLevel.Current);
        Assert.Equal(BuildLevel.Current, _writer.LevelInReach);
    }

    [Fact]
    public void An_old_leaf_that_is_lost_counts_until_its_users_are_gone()
    {
        BeginOld();
        Hear("leaf-1", BuildLevel.First);
        Ask("leaf-1", BuildLevel.First, new SessionOpened(1, "alice", "a", "a", "h", "h", true, null));
        Hear("leaf-2", BuildLevel.Current);
        for (long now = 2000; _net.FindLeaf("leaf-1")!.LostAt is null; now += 1000)
        {
            Hear("leaf-2", BuildLevel.Current, now: now);
            _writer.Tick(now);
        }

        Assert.Equal(BuildLevel.First, _writer.LevelInReach);
        for (long now = 20_000; _net.Users.Count > 0; now += 1000)
        {
            Hear("leaf-2", BuildLevel.Current, now: now);
            _writer.Tick(now);
        }

        Assert.Equal(BuildLevel.Current, _writer.LevelInReach);
    }

    [Fact]
    public void What_came_with_a_later_level_is_refused_until_the_network_has_it()
    {
        BeginOld();
        Hear("leaf-1", BuildLevel.Current);
        Ask("leaf-1", BuildLevel.Current, new SessionOpened(1, "alice", "a", "a", "h", "h", true, null));
        _replies.Clear();
        Ask("leaf-1", BuildLevel.Current, new ClientLine(1, null, "POISON newer"));
        Assert.Equal(
            ["FAIL POISON TEMPORARILY_UNAVAILABLE :The network is being upgraded; this works when that is done"],
            Assert.Single(_replies).Lines);
        Assert.Equal(BuildLevel.First, _net.Level);

        _writer.Raise(BuildLevel.Current, 2000);
        Ask("leaf-1", BuildLevel.Current, new ClientLine(1, null, "POISON newer"));
        Assert.Equal(ReplyKind.InLog, _replies[^1].Kind);
    }

    [Fact]
    public void A_leaf_that_is_too_old_is_not_answered_and_told_of_once()
    {
        Replay.Apply(_net, 1, Writer.Election(_net, "root-1", TestConfig.Public, 1000));
        _writer = new Writer(_net, this);
        for (int i = 0; i < 3; i++) Hear("leaf-1", BuildLevel.First);
        Assert.Empty(_replies);
        Assert.Null(_net.FindLeaf("leaf-1"));
        Assert.Equal(["leaf-1"], _outdated);
    }

    [Fact]
    public void An_election_by_an_older_build_does_not_count()
    {
        Replay.Apply(_net, 1, Writer.Election(_net, "root-1", TestConfig.Public, 1000));
        Replay.Apply(_net, 2, ElectionOf("root-2", _net.Epoch + 1));
        Assert.Equal("root-1", _net.RootNode);
        Assert.Equal(2UL, _net.InterruptedAt);
        Replay.Apply(_net, 3, Writer.Election(_net, "root-3", TestConfig.Public, 1000));
        Assert.Equal("root-3", _net.RootNode);
    }

    [Fact]
    public void Digests_rest_while_older_builds_would_take_new_fields_for_a_difference()
    {
        BeginOld();
        Hear("leaf-1", BuildLevel.Current);
        _writer.Mark(2000);
        Assert.Empty(Marks());
        _writer.Raise(BuildLevel.Current, 2000);
        Assert.True(Assert.Single(Marks()).IsComparable);
    }

    void IRootPorts.Append(ulong seq, Entry entry) => _log.Add(entry);

    void IRootPorts.Reply(string to, Reply reply) => _replies.Add(reply);

    void IRootPorts.Faulted(Request request, Exception fault) => throw fault;

    void IRootPorts.Outdated(Request request, int level) => _outdated.Add(request.Leaf);

    private IEnumerable<DigestMarked> Marks() =>
        _log.SelectMany(e => e.Outcomes).SelectMany(o => o.Events).OfType<DigestMarked>();

    private void BeginOld()
    {
        Replay.Apply(_net, 1, ElectionOf("root-1", 1));
        _writer = new Writer(_net, this);
    }

    // The election as the first build writes it.
    private static Entry ElectionOf(string node, ulong epoch) => new(BuildLevel.First, epoch,
        [new Outcome(1000, null, [new RootElected(epoch, node), new ConfigChanged(TestConfig.Public)], [])]);

    private void Hear(string leaf, int level, ulong incarnation = Incarnation, long now = 1000)
    {
        bool isNew = _net.FindLeaf(leaf)?.Incarnation != incarnation;
        Ask(leaf, level, isNew ? new LeafUp() : new Sync(), incarnation, now);
    }

    private void Ask(string leaf, int level, Ask ask, ulong incarnation = Incarnation, long now = 1000)
    {
        Request request = new(level, leaf, incarnation, ++_number, _number, ask);
        _writer.Take(request, "x", now);
        _writer.Flush();
    }
}
