using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Tests.Commands;

namespace IrcNats.Tests.Rules;

/// <summary>Answers about channels that may become long, and how many channels one may be in.</summary>
public sealed class ChannelAnswerTests
{
    private const string ServerName = "a-server-with-a-long-name.example.net";

    private readonly TestNetwork _network = new(new NetworkConfig
    {
        ServerName = ServerName, Limits = new Limits { AnswerLines = 2, ChannelsPerUser = 3 },
    });

    private readonly User _alice;

    public ChannelAnswerTests() => _alice = _network.Add("alice");

    [Fact]
    public void NAMES_spreads_many_members_over_lines_that_fit()
    {
        _network.Do(_alice, "JOIN #dev");
        string[] nicks = [.. Enumerable.Range(100, 200).Select(i => $"nick{i}")];
        foreach (string nick in nicks) _network.Do(_network.Add(nick), "JOIN #dev");
        Line[] shown = [.. _network.Do(_alice, "NAMES #dev").SkipLast(1)];
        Assert.All(shown, line => Assert.InRange(line.BodyLength(ServerName), 1, Limits.LineLen));
        int fewest = shown.SkipLast(1).Min(line => line.BodyLength(ServerName));
        Assert.True(fewest > Limits.LineLen - 9, "all but the last line are filled");
        Assert.Equal(["@alice", .. nicks], shown.SelectMany(l => l.Params[^1].Split(' ')));
    }

    [Fact]
    public void LIST_is_cut_for_users_and_says_so_but_whole_for_operators()
    {
        foreach (string channel in (string[])["#a", "#b", "#c"]) _network.Do(_alice, $"JOIN {channel}");
        Assert.Equal(["321", "322", "322", "416", "323"], _network.Do(_alice, "LIST").Select(l => l.Command));
        Assert.Equal(["321", "322", "322", "323"], _network.Do(_alice, "LIST !#b").Select(l => l.Command));
        _network.Apply(new OperGranted(_alice.Id, new Oper("root", "is a server operator")));
        Assert.Equal(["321", "322", "322", "322", "323"], _network.Do(_alice, "LIST").Select(l => l.Command));
    }

    [Fact]
    public void A_user_is_in_no_more_channels_than_CHANLIMIT()
    {
        Assert.Empty(_network.Do(_alice, "JOIN #a,#b,#c"));
        Assert.Equal([Numeric.ERR_TOOMANYCHANNELS.For("alice", "#d")], _network.Do(_alice, "JOIN #d"));
        _network.Do(_alice, "PART #a");
        Assert.Empty(_network.Do(_alice, "JOIN #d"));
    }

    [Fact]
    public void A_key_is_shown_to_members_only()
    {
        User bob = _network.Add("bob");
        _network.Do(_alice, "JOIN #dev");
        _network.Do(_alice, "MODE #dev +k sesame");
        Assert.Equal(["alice", "#dev", "+knt", "sesame"], _network.Do(_alice, "MODE #dev")[0].Params);
        Assert.Equal(["bob", "#dev", "+knt", "*"], _network.Do(bob, "MODE #dev")[0].Params);
    }

    [Fact]
    public void A_topic_is_cut_so_that_everyone_can_be_shown_it_whole()
    {
        string channel = "#" + new string('c', 63);
        _network.Do(_alice, $"JOIN {channel}");
        _network.Do(_alice, $"TOPIC {channel} :{new string('t', 600)}");
        User longest = _network.Add(new string('n', 32));
        Line topic = _network.Do(longest, $"TOPIC {channel}")[0];
        Line listed = _network.Do(longest, $"LIST {channel}")[1];
        Assert.InRange(topic.BodyLength(ServerName), Limits.LineLen - 10, Limits.LineLen);
        Assert.InRange(listed.BodyLength(ServerName), Limits.LineLen - 10, Limits.LineLen);
        Assert.InRange(topic.Params[^1].Length, 1, new Limits().TopicLen - 1);
        Assert.Equal(topic.Params[^1], listed.Params[^1]);
    }
}
