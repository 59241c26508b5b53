using IrcNats.Events;
using IrcNats.Leaf.Core;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.State;

/// <summary>An event that does not fit the network ends nobody, and is passed over by everyone alike.</summary>
public sealed class UnfitEventTests
{
    private const long Now = 1_700_000_000_000;

    [Fact]
    public async Task A_leaf_shows_nothing_of_it_and_waits_until_its_replica_is_made_anew()
    {
        await using MemoryStage stage = new(leaves: 1);
        await new Transcript(stage).PlayAsync("alice @leaf1\nalice join #dev");
        LeafCore leaf = stage.Cores.Single();
        List<ulong> spoilt = [];
        leaf.Spoilt += (seq, _) => spoilt.Add(seq);
        ulong next = leaf.Network.Seq + 1;
        UserId alice = leaf.Network.FindUser("alice")!.Id;
        Entry unfit = EntryOf(
            leaf.Network, new TopicSet("#dev", alice, "shown"), new MemberKicked("#x", alice, alice, ""));
        leaf.Applied(next, unfit, Now);
        leaf.Applied(next + 1, EntryOf(leaf.Network, new TopicSet("#dev", alice, "too early")), Now);
        Assert.Equal([next], spoilt);

        Network right = Network.Load(stage.Root.Save());
        Replay.Apply(right, next, unfit, null, new HashSet<Position> { new(next, 1) });
        leaf.Reloaded(right.Save(), Now, ReloadReason.Wrong);
        leaf.Applied(next + 1, EntryOf(leaf.Network, new TopicSet("#dev", alice, "in time")), Now);
        Assert.Equal("in time", leaf.Network.FindChannel("#dev")!.Topic!.Text);
        Assert.Equal([next], spoilt);
    }

    [Fact]
    public async Task What_fits_around_it_counts()
    {
        await using MemoryStage stage = new(leaves: 1);
        await new Transcript(stage).PlayAsync("alice @leaf1\nalice join #dev");
        Network network = Network.Load(stage.Root.Save());
        UserId alice = network.FindUser("alice")!.Id;
        Entry entry = EntryOf(
            network, new TopicSet("#dev", alice, "one"), new ChannelParted("#x", alice, null),
            new TopicSet("#dev", alice, "three"));
        ulong next = network.Seq + 1;
        UnfitEventException unfit = Assert.Throws<UnfitEventException>(
            () => Replay.Apply(Network.Load(stage.Root.Save()), next, entry));
        Assert.Equal(new Position(next, 1), unfit.At);
        Replay.Apply(network, next, entry, null, new HashSet<Position> { unfit.At });
        Assert.Equal("three", network.FindChannel("#dev")!.Topic!.Text);
        Assert.Equal(new Position(next, 2), network.At);
    }

    [Fact]
    public async Task An_event_that_fits_and_cannot_be_shown_counts_all_the_same()
    {
        await using MemoryStage stage = new(leaves: 1);
        await new Transcript(stage).PlayAsync("alice @leaf1\nalice join #dev");
        LeafCore leaf = stage.Cores.Single();
        List<string> faults = [];
        leaf.Faulted += (what, _) => faults.Add(what);
        ulong next = leaf.Network.Seq + 1;
        leaf.Applied(next, EntryOf(leaf.Network, new Unshowable()), Now);
        Assert.Equal([$"showing Unshowable at {next}.0"], faults);
        Assert.Equal(new Position(next, 0), leaf.Network.At);
    }

    private static Entry EntryOf(Network network, params Event[] events) =>
        new(Payload.FormatVersion, network.Epoch, [new Outcome(Now, null, events, [])]);

    private sealed record Unshowable : Event
    {
        public override void ApplyTo(INetworkEditor edit)
        {
        }

        public override void Announce(Network before, Audience to) =>
            throw new InvalidOperationException("cannot be shown");
    }
}
