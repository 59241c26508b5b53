using IrcNats.Ports;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>Entries that give reason to ask the log whether it is still the one that the process has.</summary>
public sealed class ContradictionsTests
{
    private readonly Contradictions _contradictions = new(TimeProvider.System);

    public ContradictionsTests() => _contradictions.StandAt(seq: 2, epoch: 50);

    // Entries that a replaced root had under way come behind the election of the next root. But the log may also be
    // another one, whose first entries were lost on the way here.
    [Fact]
    public void The_first_entry_of_an_earlier_epoch_is_doubted_once()
    {
        Assert.True(IsDoubted(3, epoch: 40));
        Assert.False(IsDoubted(3, epoch: 40));
        Take(3, epoch: 40);
        Assert.False(IsDoubted(4, epoch: 40));
        Take(4, epoch: 40);
        Assert.False(IsDoubted(5, epoch: 50));
        Take(5, epoch: 50);
        Assert.True(IsDoubted(6, epoch: 40));
    }

    [Fact]
    public void An_entry_of_an_epoch_that_was_not_elected_is_doubted_once()
    {
        Assert.True(IsDoubted(3, epoch: 60));
        Assert.False(IsDoubted(3, epoch: 60));
        Assert.False(IsDoubted(3, epoch: 50));
    }

    private bool IsDoubted(ulong seq, ulong epoch) =>
        _contradictions.InEntry(seq, EntryOf(epoch), isBehindRead: false);

    private void Take(ulong seq, ulong epoch) => _contradictions.Took(seq, EntryOf(epoch));

    private static Entry EntryOf(ulong epoch) => new(Payload.FormatVersion, epoch, [new Outcome(0, null, [], [])]);
}
