using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Tests.Rules;

public sealed class RelayRulesTests
{
    private readonly Network _net = new();

    [Fact]
    public void A_line_fits_up_to_512_bytes_with_its_end()
    {
        string text = new('x', 512 - ":a!b@c PRIVMSG #dev :\r\n".Length);
        Line line = new("a!b@c", "PRIVMSG", "#dev", text) { Trailing = true };
        Assert.True(RelayRules.Fits(_net, line));
        Assert.False(RelayRules.Fits(_net, line with { Params = ["#dev", text + "x"] }));
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1000)]
    public void A_text_is_cut_to_its_limit_and_to_the_room_there_is(int limit)
    {
        Line empty = new("a!b@c", "TOPIC", "#dev", "");
        string text = new('é', 600);
        string cut = RelayRules.Cut(_net, empty, text, limit);
        Line whole = empty with { Params = ["#dev", cut] };
        Assert.True(RelayRules.Fits(_net, whole));
        int room = 512 - empty.BodyLength("irc.test");
        Assert.Equal(Math.Min(limit, room) / 2, cut.Length);
    }
}
