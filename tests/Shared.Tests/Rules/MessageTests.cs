using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Tests.Commands;

namespace IrcNats.Tests.Rules;

/// <summary>What messages carry beside their text: for history, and for who is to see them.</summary>
public sealed class MessageTests
{
    private readonly TestNetwork _network = new();
    private readonly User _alice;

    public MessageTests()
    {
        _alice = _network.Add("alice");
        _network.Do(_alice, "JOIN #Dev");
    }

    [Fact]
    public void A_message_names_the_one_before_it_and_who_said_it()
    {
        Assert.Null(Send("PRIVMSG #dev :first").Previous);
        Position first = _network.Net.At;
        ChannelMessage second = Send("NOTICE #dev :second");
        Assert.Equal(first, second.Previous);
        Assert.Equal(("#Dev", "NOTICE", "second"), (second.Channel, second.Command, second.Text));
        Assert.Equal(_alice.Hostmask, second.Source);
    }

    [Fact]
    public void A_message_to_a_status_stays_out_of_the_chain()
    {
        Send("PRIVMSG #dev :first");
        Position first = _network.Net.At;
        ChannelMessage aside = Send("PRIVMSG @%#dev :aside");
        Assert.Equal((MemberModes.Halfop, null), (aside.AtLeast, aside.Previous));
        Assert.Equal(first, Send("PRIVMSG #dev :second").Previous);
    }

    [Fact]
    public void Only_client_tags_are_kept()
    {
        ChannelMessage message = Send(@"@x=1;+a=b\sc;label=2;+vendor.example/d PRIVMSG #dev :hi");
        Assert.Equal(@"+a=b\sc;+vendor.example/d", message.Tags);
    }

    private ChannelMessage Send(string text)
    {
        Decision decision = CommandTable.Decide(
            _network.Net, new Caller(_network.Net.FindUser(_alice.Id)!, TestNetwork.Now), Line.Parse(text));
        ChannelMessage message = Assert.IsType<ChannelMessage>(Assert.Single(decision.Events));
        _network.Apply(message);
        return message;
    }
}
