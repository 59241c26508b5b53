using IrcNats.Events;
using IrcNats.Leaf.Core;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.State;

/// <summary>A process whose build cannot follow the network any more finds it out, and says so once.</summary>
public sealed class BuildAgeTests
{
    private const long Now = 1_700_000_000_000;

    [Fact]
    public async Task A_leaf_that_meets_a_level_it_does_not_know_says_so()
    {
        await using MemoryStage stage = new(leaves: 1);
        LeafCore leaf = stage.Cores.Single();
        List<string> said = [];
        leaf.Outdated += said.Add;
        leaf.Applied(leaf.Network.Seq + 1, Raising(leaf.Network, BuildLevel.Current + 1), Now);
        leaf.Applied(leaf.Network.Seq + 1, Raising(leaf.Network, BuildLevel.Current + 1), Now);
        Assert.Equal([BuildLevel.TooOld(BuildLevel.Current + 1)], said);
    }

    [Fact]
    public async Task A_leaf_that_is_given_a_network_of_a_level_it_does_not_know_says_so()
    {
        await using MemoryStage stage = new(leaves: 1);
        LeafCore leaf = stage.Cores.Single();
        List<string> said = [];
        leaf.Outdated += said.Add;
        leaf.Reloaded(stage.Root.Save() with { Level = BuildLevel.Current + 1 }, Now);
        Assert.Equal([BuildLevel.TooOld(BuildLevel.Current + 1)], said);
    }

    [Fact]
    public void Of_an_event_it_does_not_know_nothing_is_read()
    {
        // An entry of epoch 7 with one outcome, with one event: number 120, of no fields.
        byte[] bytes = [0x92, 3, 0x93, 9, 7, 0x91, 0x94, 0, 0xC0, 0x91, 0x92, 120, 0x90, 0x90];
        Assert.False(Codec.TryDecode(bytes, out Entry? _, out string? _));
    }

    [Fact]
    public void While_the_root_goes_on_behind_an_entry_that_cannot_be_read_it_was_readable_for_the_root()
    {
        Network net = Interrupted(out ulong unread);
        BuildAge age = new();
        for (int beat = 1; beat < 4; beat++) Assert.Null(age.Beaten(net, BeatOf(net.Epoch, unread + 1)));
        Assert.Equal(BuildLevel.Unreadable(unread), age.Beaten(net, BeatOf(net.Epoch, unread + 1)));
        Assert.Null(age.Beaten(net, BeatOf(net.Epoch, unread + 1)));
    }

    [Fact]
    public void A_root_that_stopped_before_it_or_came_after_it_says_nothing_of_it()
    {
        Network net = Interrupted(out ulong unread);
        BuildAge age = new();
        for (int beat = 0; beat < 10; beat++)
        {
            Assert.Null(age.Beaten(net, BeatOf(net.Epoch, unread - 1)));
            Assert.Null(age.Beaten(net, BeatOf(net.Epoch + 1, unread + 1)));
        }
    }

    private static Beat BeatOf(ulong epoch, ulong seq) => new(Payload.FormatVersion, epoch, "root-1", seq, Now);

    private static Network Interrupted(out ulong unread)
    {
        Network net = new();
        Outcome election = new(1, null, [new RootElected(5, "root-1")], []);
        Replay.Apply(net, 1, new Entry(Payload.FormatVersion, 5, [election]));
        net.Skip(unread = 2);
        return net;
    }

    private static Entry Raising(Network net, int level) =>
        new(Payload.FormatVersion, net.Epoch, [new Outcome(Now, null, [new LevelRaised(level)], [])]);
}
