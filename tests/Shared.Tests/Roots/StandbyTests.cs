using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Tests.Roots;

/// <summary>When a root that stands by takes over, and when it does not.</summary>
public sealed class StandbyTests
{
    [Fact]
    public void The_first_root_of_a_network_elects_itself_and_begins_when_the_log_brings_its_election()
    {
        RootStage root = new();
        Assert.Equal("follow from 0", root.Did);
        root.Core.FollowingBegan(root.Now);
        Assert.Equal("open door; probe", root.Did);
        root.Answer(isAnyoneActive: false);
        Assert.Equal("elect behind 0", root.Did);
        root.Core.ElectionEnded(true, root.Now);
        Assert.Equal("", root.Did);
        root.Core.Entry(1, root.Election, root.Now);
        Assert.Equal("stop following", root.Did);
        root.Core.FollowingStopped(root.Now);
        Assert.Equal("begin behind 1", root.Did);
        root.Core.AppendingBegan(root.Now);
        Assert.Equal("take requests; ready active", root.Did);
        Assert.Equal(1ul, Assert.Single(root.Beats).Seq);
    }

    [Fact]
    public void A_root_that_is_late_is_asked_for_twice_and_an_entry_in_between_ends_it()
    {
        RootStage root = new();
        root.StandByBehindOther();
        root.Pass(750);
        Assert.Equal("", root.Did);
        root.Pass(1);
        Assert.Equal("probe", root.Did);
        root.Answer(isAnyoneActive: false);
        root.Core.Entry(2, Marked(root), root.Now);
        root.Pass(60);
        Assert.Equal("", root.Did);

        root.Pass(1000);
        root.Answer(isAnyoneActive: false);
        root.Pass(50);
        Assert.Equal("probe; probe", root.Did);
        root.Answer(isAnyoneActive: false);
        Assert.Equal("elect behind 2", root.Did);
    }

    [Fact]
    public void Silence_alone_is_enough_when_it_is_long()
    {
        RootStage root = new();
        root.StandByBehindOther();
        // The root hangs: somebody has subscribed to requests, and says nothing.
        for (int i = 0; i < 30; i++)
        {
            root.Pass(50);
            root.Answer(isAnyoneActive: true);
        }

        Assert.DoesNotContain("elect", root.Did, StringComparison.Ordinal);
        root.Pass(60);
        Assert.EndsWith("elect behind 1", root.Did, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_to_take_over_that_came_before_the_silence_is_not_kept()
    {
        RootStage root = new(FailoverPolicy.Assisted);
        root.StandByBehindOther();
        root.Order(OrderKind.Takeover, RootStage.Name);
        root.Answer(isAnyoneActive: true);
        Assert.Equal("root-2 is active and not silent; hand over instead", Assert.Single(root.Orders).Text);

        root.IsAnyoneActive = false;
        root.Pass(2000);
        Assert.EndsWith("doubt; alarm: root-2 is silent", root.Did, StringComparison.Ordinal);
        root.Pass(60_000);
        Assert.DoesNotContain("elect", root.Did, StringComparison.Ordinal);

        root.Order(OrderKind.Takeover, RootStage.Name);
        Assert.True(root.Orders[^1].Accepted);
        Assert.Contains("elect behind 1", root.Did, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_silence_has_an_alarm_of_its_own()
    {
        RootStage root = new(FailoverPolicy.AlertOnly) { IsAnyoneActive = false };
        root.StandByBehindOther();
        root.Pass(5000);
        Assert.Contains("alarm", root.Did, StringComparison.Ordinal);
        root.Core.Beaten(new Beat(Payload.FormatVersion, root.Core.Network.Epoch, RootStage.Other, 1, 1), root.Now);
        root.Pass(5000);
        Assert.Contains("alarm", root.Did, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_policy_holds_although_the_root_is_being_looked_for()
    {
        RootStage root = new(FailoverPolicy.AlertOnly) { IsAnyoneActive = false };
        root.StandByBehindOther();
        root.Pass(1000);
        Assert.Contains("alarm", root.Did, StringComparison.Ordinal);

        root.IsAnyoneActive = null;
        root.Core.Reconfigured(root.Config, root.Now);
        root.Core.Reconfigured(root.ConfigWith(FailoverPolicy.Automatic), root.Now);
        root.IsAnyoneActive = false;
        root.Pass(1000);
        Assert.Contains("elect behind 1", root.Did, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_resigned_in_its_favour_is_not_waited_for()
    {
        RootStage root = new(FailoverPolicy.AlertOnly);
        root.StandByBehindOther();
        ulong epoch = root.Core.Network.Epoch;
        root.Core.Entry(2, Entry(epoch, new RootResigned(epoch, RootStage.Name)), root.Now);
        Assert.Equal("elect behind 2", root.Did);
        root.Core.ElectionEnded(false, root.Now);
        root.Pass(50);
        Assert.Equal("elect behind 2", root.Did);
    }

    [Fact]
    public void An_election_that_never_comes_back_from_the_log_ends_the_process()
    {
        RootStage root = new();
        root.Core.FollowingBegan(root.Now);
        root.Answer(isAnyoneActive: false);
        root.Core.ElectionEnded(true, root.Now);
        _ = root.Did;
        root.Pass(29_999);
        Assert.DoesNotContain("end", root.Did, StringComparison.Ordinal);
        root.Pass(1);
        Assert.Contains("end 1: its election, entry 1, did not come back", root.Did, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_comes_back_with_another_root_s_behind_it_is_given_up()
    {
        RootStage root = new();
        root.Core.FollowingBegan(root.Now);
        root.Answer(isAnyoneActive: false);
        root.Core.Entry(1, root.Election, root.Now);
        root.Core.Entry(2, Entry(root.Election.Epoch + 1, new RootElected(root.Election.Epoch + 1, "x")), root.Now);
        _ = root.Did;
        root.Core.ElectionEnded(true, root.Now);
        Assert.Equal("stop writing", root.Did);
        root.Core.WritingStopped(root.Now);
        Assert.Equal("ready standby", root.Did);
    }

    [Fact]
    public void A_network_that_is_half_changed_takes_nothing_over()
    {
        RootStage root = new();
        root.StandByBehindOther();
        root.Core.Entry(2, Entry(root.Core.Network.Epoch, new ChannelParted("#nowhere", new UserId(9), "")), root.Now);
        Assert.Equal("rebuild at 2", root.Did);
        root.Pass(60_000);
        Assert.DoesNotContain("elect", root.Did, StringComparison.Ordinal);
        root.Core.Entry(3, Marked(root), root.Now);
        NetworkSnapshot right = new Network().Save();
        root.Core.Reloaded(right, Replication.ReloadReason.Wrong, root.Now);
        Assert.Equal(0ul, root.Core.State.Seq);
    }

    [Fact]
    public void Its_door_is_open_only_if_it_has_the_key_of_the_active_root()
    {
        RootStage root = new(secrets: Root.Config.RootSecrets.None);
        root.Core.FollowingBegan(root.Now);
        Assert.Equal("follow from 0; probe", root.Did);
        RootStage active = new(secrets: Root.Config.RootSecrets.None);
        active.Core.FollowingBegan(active.Now);
        active.Answer(isAnyoneActive: false);
        active.Core.ElectionEnded(true, active.Now);
        active.Core.Entry(1, active.Election, active.Now);
        active.Core.FollowingStopped(active.Now);
        active.Core.AppendingBegan(active.Now);
        Assert.EndsWith("open door; take requests; ready active", active.Did, StringComparison.Ordinal);
    }

    private static Entry Marked(RootStage root) =>
        Entry(root.Core.Network.Epoch, new DigestMarked("") { Format = "x" });

    private static Entry Entry(ulong epoch, Event happened) =>
        new(Payload.FormatVersion, epoch, [new Outcome(1_800_000_000_000, null, [happened], [])]);
}
