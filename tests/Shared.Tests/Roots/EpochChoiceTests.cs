using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Tests.Roots;

/// <summary>In which epoch a root stands for election: in another than any before, as far as it can know.</summary>
public sealed class EpochChoiceTests
{
    private readonly RootStage _root = new() { Dice = 7 };

    // Two machines' clocks may say the same, one after the other, and the log may have lost the first election.
    [Fact]
    public void A_root_that_heard_no_other_adds_chance_to_what_its_clock_says()
    {
        _root.Core.FollowingBegan(_root.Now);
        _root.Answer(isAnyoneActive: false);
        Assert.Equal(Writer.EpochAt(_root.Now.Wall) + 7, Epoch);
    }

    [Fact]
    public void A_root_that_heard_another_goes_by_the_networks_time()
    {
        _root.StandByBehindOther();
        Beaten();
        Silence();
        Assert.Equal(Writer.EpochAt(_root.Now.Wall), Epoch);
    }

    [Fact]
    public void An_epoch_that_the_log_lost_is_not_taken_again()
    {
        _root.StandByBehindOther();
        ulong lost = Writer.EpochAt(_root.Now.Wall) + 1000;
        NetworkSnapshot before = _root.Core.Network.Save();
        _root.Core.Entry(2, Elected(lost), _root.Now);
        _root.Core.Reloaded(before, ReloadReason.WentBack, _root.Now);
        Beaten();
        Silence();
        Assert.Equal(lost + 1 + 7, Epoch);
    }

    [Fact]
    public void Its_own_election_that_the_log_lost_before_it_came_back_counts_too()
    {
        _root.Core.FollowingBegan(_root.Now);
        _root.Answer(isAnyoneActive: false);
        ulong own = Epoch;
        _root.Core.ElectionEnded(true, _root.Now);
        _root.Core.Entry(1, Elected(own - 7), _root.Now);
        _root.Core.WritingStopped(_root.Now);
        _root.Dice = 0;
        Silence();
        Assert.Equal(own + 1, Epoch);
    }

    private ulong Epoch => ((RootElected)_root.Election.Outcomes[0].Events[0]).Epoch;

    private Entry Elected(ulong epoch) => new(
        BuildLevel.Current, epoch,
        [new Outcome(_root.Now.Wall, null, [new RootElected(epoch, RootStage.Other)], [])]);

    private void Beaten() => _root.Core.Beaten(
        new Beat(Payload.FormatVersion, _root.Core.Network.Epoch, RootStage.Other, 1, _root.Now.Wall), _root.Now);

    private void Silence()
    {
        Entry? before = _root.Election;
        _root.IsAnyoneActive = false;
        for (int i = 0; i < 100 && _root.Election == before; i++) _root.Pass(10);
        Assert.NotSame(before, _root.Election);
    }
}
