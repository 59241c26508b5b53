using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Tests.Commands;

/// <summary>Limits that keep order: who may make and list channels, and who is told how many there are.</summary>
public sealed class OrderLimitsTests
{
    [Fact]
    public void Who_has_just_come_waits_for_LIST_and_an_operator_does_not()
    {
        TestNetwork network = new(new NetworkConfig { Channels = new ChannelsConfig { ListDelay = 60_000 } });
        User alice = network.Add("alice");
        Assert.Equal(["263", "323"], network.Do(alice, "LIST").Select(l => l.Command));
        Assert.Contains("in 1m", network.Do(alice, "LIST")[0].Params[^1]);
        network.Apply(new OperGranted(alice.Id, new Oper("root", "")));
        Assert.Equal(["321", "323"], network.Do(alice, "LIST").Select(l => l.Command));
        network.Time = TestNetwork.Now - 60_000;
        Assert.Equal(["321", "323"], network.Do(network.Add("bob"), "LIST").Select(l => l.Command));
    }

    [Fact]
    public void Where_only_operators_make_channels_others_join_those_that_there_are()
    {
        TestNetwork network = new(new NetworkConfig { Channels = new ChannelsConfig { OperatorOnlyCreation = true } });
        User alice = network.Add("alice"), root = network.Add("root");
        Assert.Equal("403", Assert.Single(network.Do(alice, "JOIN #dev")).Command);
        network.Apply(new OperGranted(root.Id, new Oper("root", "")));
        Assert.Empty(network.Do(root, "JOIN #dev"));
        Assert.Empty(network.Do(alice, "JOIN #dev"));
    }

    [Fact]
    public void Without_letters_all_notices_are_meant()
    {
        TestNetwork network = new();
        User root = network.Add("root");
        network.Apply(new OperGranted(root.Id, new Oper("root", "")));
        network.Do(root, "MODE root +s");
        Assert.Equal(SnoMaskTable.Everything, network.Net.FindUser(root.Id)!.SnoMasks);
        network.Do(root, "MODE root -s");
        Assert.Empty(network.Net.NoticeReaders);
    }

    [Fact]
    public void The_numbers_of_LUSERS_are_for_operators_where_the_configuration_says_so()
    {
        TestNetwork network = new(new NetworkConfig { SuppressLusers = true });
        User alice = network.Add("alice");
        Line client = network.Do(alice, "LUSERS")[0];
        Assert.Equal("There are 0 users and 0 invisible on 1 servers", client.Params[^1]);
        network.Apply(new OperGranted(alice.Id, new Oper("root", "")));
        Assert.Equal("There are 1 users and 0 invisible on 1 servers", network.Do(alice, "LUSERS")[0].Params[^1]);
    }
}
