using System.Diagnostics;
using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Tests.Commands;
using IrcNats.Wire;

namespace IrcNats.Tests.Rules;

/// <summary>Clients can make lists long, and lines that ask for them often: a line goes through a list once.</summary>
public sealed class LongListTests
{
    // If a list is gone through for each, that takes a hundred times as long as for one; tests beside this one, and the
    // lines themselves, take up to a tenth of that.
    private const int Often = 100, FarFromOften = 40;

    private readonly TestNetwork _network = new();
    private readonly User _alice, _bob;

    public LongListTests()
    {
        (_alice, _bob) = (_network.Add("alice"), _network.Add("bob"));
        _network.Do(_alice, "JOIN #dev");
    }

    [Fact]
    public void A_batch_is_compared_with_the_bans_once_however_many_lines_it_has()
    {
        _network.Do(_bob, "JOIN #dev");
        for (int i = 0; i < Often; i++) _network.Do(_alice, $"MODE #dev +b m:r:*s?m?b?d?{i}*");
        TimeSpan one = Took(() => SayInBatch(1)), many = Took(() => SayInBatch(Often));
        Assert.True(many < FarFromOften * one, $"{Often} lines take {many / one} times as long as one");
    }

    [Fact]
    public void Members_are_looked_at_once_however_often_a_line_asks_for_it()
    {
        for (int i = 0; i < 2000; i++)
        {
            User member = _network.Add($"user{i}", UserModes.Secure);
            _network.Apply(new ChannelJoined("#dev", member.Id, MemberModes.None));
        }

        User root = _network.Add("root", UserModes.Secure);
        _network.Apply(new ChannelJoined("#dev", root.Id, MemberModes.Operator));
        _network.Do(_alice, "PART #dev");
        TimeSpan one = Took(() => Mode(root, "+z")), many = Took(() => Mode(root, Repeated("+z-z")));
        Assert.True(many < FarFromOften * one, $"+z {Often} times takes {many / one} times as long as once");
    }

    [Fact]
    public void The_next_of_many_timed_bans_is_at_hand()
    {
        for (int i = 0; i < 50; i++) _network.Do(_alice, $"MODE #dev +b t:{50 - i}m:n{i}!*@*");
        _network.Do(_alice, "JOIN #other");
        _network.Do(_alice, "MODE #other +b t:30s:x!*@*");
        Assert.Equal(["#other", "#dev"], _network.Net.TimedChannels.Select(c => c.Name));
        _network.Do(_alice, "RENAME #other #another");
        Assert.Equal(["#another", "#dev"], _network.Net.TimedChannels.Select(c => c.Name));
        _network.Do(_alice, "MODE #another -b t:30s:x!*@*");
        Assert.Equal(["#dev"], _network.Net.TimedChannels.Select(c => c.Name));
        Assert.Equal(TestNetwork.Now + 60_000, _network.Net.FindChannel("#dev")!.NextExpiry);
        Assert.Equal(["#dev"], Network.Load(_network.Net.Save()).TimedChannels.Select(c => c.Name));
        _network.Do(_alice, "PART #dev");
        Assert.Empty(_network.Net.TimedChannels);
    }

    private void SayInBatch(int lines)
    {
        MessagePart[] parts = [.. Enumerable.Range(0, lines).Select(i => new MessagePart($"{i}", false))];
        Caller by = new(_bob, TestNetwork.Now);
        Assert.Single(Message.HandleBatch(_network.Net, by, new ClientBatch(1, null, "PRIVMSG", "#dev", "", parts))
            .Events);
    }

    private void Mode(User by, string modes) =>
        Assert.NotEmpty(CommandTable.Decide(
            _network.Net, new Caller(by, TestNetwork.Now), Line.Parse($"MODE #dev {modes}")).Events);

    private static string Repeated(string modes) => string.Concat(Enumerable.Repeat(modes, Often)) + "+z";

    // The quickest of several: other work on the machine only makes one slower.
    private static TimeSpan Took(Action what)
    {
        TimeSpan least = TimeSpan.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            long begun = Stopwatch.GetTimestamp();
            what();
            TimeSpan took = Stopwatch.GetElapsedTime(begun);
            if (took < least) least = took;
        }

        return least;
    }
}
