using IrcNats.State;

namespace IrcNats.Tests.State;

/// <summary>Which request is suspected of having ended a root, and how often.</summary>
public sealed class TrialTests
{
    [Fact]
    public void A_request_that_two_roots_decided_alone_when_they_ended_has_two_deaths()
    {
        Trial? trial = Trial.Next(null, 5, 5, epoch: 1);
        Assert.Equal(1, trial!.DeathsOf(5, epoch: 2));
        trial = Trial.Next(trial, 5, 5, epoch: 2);
        Assert.Equal(1, trial!.DeathsOf(5, epoch: 2));
        Assert.Equal(2, trial.DeathsOf(5, epoch: 3));
        Assert.Equal(0, trial.DeathsOf(6, epoch: 3));
    }

    [Fact]
    public void After_a_death_among_several_they_are_tried_one_by_one_and_none_is_to_blame_yet()
    {
        Trial? trial = Trial.Next(null, 5, 9, epoch: 1);
        Assert.False(trial!.IsAlone(5, epoch: 1));
        Assert.True(trial.IsAlone(9, epoch: 2));
        Assert.False(trial.IsAlone(10, epoch: 2));
        Assert.Equal(0, trial.DeathsOf(5, epoch: 2));

        trial = Trial.Next(trial, 5, 5, epoch: 2);
        Assert.True(trial!.IsAlone(9, epoch: 2));
        Assert.Equal(1, trial.DeathsOf(5, epoch: 3));
    }

    [Fact]
    public void A_death_is_not_forgotten_when_an_earlier_request_is_tried_again()
    {
        Trial? trial = Trial.Next(Trial.Next(null, 5, 9, epoch: 1), 9, 9, epoch: 2);
        trial = Trial.Next(trial, 7, 7, epoch: 3);
        Assert.Equal(1, trial!.DeathsOf(9, epoch: 3));
        trial = Trial.Next(Trial.Next(trial, 8, 7, epoch: 3), 9, 9, epoch: 3);
        Assert.Equal(2, trial!.DeathsOf(9, epoch: 4));
    }

    [Fact]
    public void What_was_decided_while_the_root_lived_is_not_suspected()
    {
        Trial? over = Trial.Next(Trial.Next(null, 5, 5, epoch: 1), 6, 5, epoch: 1);
        Assert.Null(over);
        Trial? next = Trial.Next(Trial.Next(null, 5, 5, epoch: 1), 6, 6, epoch: 1);
        Assert.Equal(0, next!.DeathsOf(5, epoch: 2));
        Assert.Equal(1, next.DeathsOf(6, epoch: 2));
    }

    [Fact]
    public void One_by_one_is_not_forgotten_when_one_of_them_went_well()
    {
        Trial? trial = Trial.Next(Trial.Next(null, 5, 9, epoch: 1), 5, 5, epoch: 2);
        trial = Trial.Next(trial, 6, 5, epoch: 2);
        Assert.True(trial!.IsOver);
        Assert.True(trial.IsAlone(9, epoch: 2));
        Assert.Null(Trial.Next(Trial.Next(trial, 9, 9, epoch: 2), 10, 9, epoch: 2));
    }
}
