using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Tests.Commands;

/// <summary>Lines that make a root or a leaf look at much cost more of the input budget.</summary>
public sealed class PriceTests
{
    private const int Channels = 10_000;

    private readonly TestNetwork _network = new();
    private readonly User _alice;

    public PriceTests()
    {
        _alice = _network.Add("alice");
        for (int i = 0; i < Channels; i++)
            _network.Apply(new ChannelJoined($"#{i}", _alice.Id, MemberModes.Operator) { Created = ChannelModes.None });
    }

    [Theory]
    [InlineData("LIST", 3)]
    [InlineData("LIST *a*", 5)]
    [InlineData("LIST *a*,*a*,*a*", 5)]
    [InlineData("LIST *a*,*b*,!*c*,!*d*,*e*,*f*,*g*,*h*,*i*", 21)]
    [InlineData("LIST #1,#2,#3", 1)]
    [InlineData("WHO alice", 4)]
    [InlineData("WHO *", 4)]
    [InlineData("JOIN #1", 1)]
    [InlineData("NICK other", 1)]
    [InlineData("NICK", 1)]
    [InlineData("JOIN", 1)]
    [InlineData("WHO", 4)]
    [InlineData("METADATA * SUB url", 3)]
    [InlineData("METADATA #1 SYNC", 1)]
    [InlineData("METADATA", 1)]
    public void A_line_costs_by_what_it_looks_at(string line, int price) => Assert.Equal(price, Price(_alice, line));

    [Fact]
    public void Lists_of_many_channels_cost_who_makes_the_root_look_at_them()
    {
        User bob = _network.Add("bob");
        for (int i = 0; i < 100; i++)
        {
            ModeChange[] bans =
                [.. Enumerable.Range(0, 100).Select(b => new ModeChange(true, 'b', $"n:r:*{b}*{b}*", null))];
            _network.Apply(new ChannelModesChanged($"#{i}", _alice.Id, bans));
            _network.Apply(new ChannelJoined($"#{i}", bob.Id, MemberModes.None));
        }

        Assert.Equal(21, Price(bob, "NICK other"));
        string all = string.Join(',', Enumerable.Range(0, 100).Select(i => $"#{i}"));
        Assert.Equal(21, Price(_network.Add("carol"), $"JOIN {all}"));
        Assert.Equal(1, Price(_network.Add("dave"), "JOIN #1"));
    }

    private int Price(User by, string text)
    {
        Line line = Line.Parse(text);
        return IrcNats.Commands.Price.Of(
            CommandTable.All[line.Command], _network.Net, new Caller(by, TestNetwork.Now), line);
    }
}
