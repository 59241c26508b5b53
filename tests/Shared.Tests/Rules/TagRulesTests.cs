using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Tests.Rules;

public sealed class TagRulesTests
{
    [Theory]
    [InlineData("", "+a=1;b=2;+c", "+a=1;+c")]
    [InlineData("a", "+a=1;b=2;+c", "+c")]
    [InlineData("*", "+a=1;+c", "")]
    [InlineData("*,-c", "+a=1;+c", "+c")]
    [InlineData("draft/react", "+draft/react=x;+typing=active", "+typing=active")]
    public void Client_only_tags_are_relayed_unless_they_are_denied(string denied, string sent, string relayed)
    {
        NetworkConfig config = new() { ClientTagDeny = denied.Split(',', StringSplitOptions.RemoveEmptyEntries) };
        Assert.Equal(relayed, TagRules.Relayed(config, Tags.Parse(sent)).ToString());
    }

    [Fact]
    public void What_is_denied_is_announced()
    {
        NetworkConfig config = new() { ClientTagDeny = ["*", "-typing"] };
        Assert.Contains("CLIENTTAGDENY=*,-typing", Isupport.Tokens(config));
        Assert.DoesNotContain(Isupport.Tokens(new NetworkConfig()), token => token.StartsWith("CLIENTTAGDENY", 0));
    }

    [Theory]
    [InlineData("PRIVMSG", "", true)]
    [InlineData("NOTICE", "+typing=done", true)]
    [InlineData("TAGMSG", "+typing=active", false)]
    [InlineData("TAGMSG", "+draft/react=x;+draft/reply=y", true)]
    public void What_was_said_and_reactions_are_history(string command, string tags, bool isKept) =>
        Assert.Equal(isKept, HistoryRules.IsKept(command, tags));
}
