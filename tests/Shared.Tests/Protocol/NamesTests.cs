using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

public sealed class NamesTests
{
    [Theory]
    [InlineData("ann", true)]
    [InlineData("A_1", true)]
    [InlineData("[a]`^{|}\\-", true)]
    [InlineData("", false)]
    [InlineData("1ann", false)]
    [InlineData("-ann", false)]
    [InlineData("ann b", false)]
    [InlineData("ann!", false)]
    [InlineData("ann@", false)]
    [InlineData("#ann", false)]
    [InlineData(":ann", false)]
    [InlineData("ann.b", false)]
    [InlineData("ann*", false)]
    [InlineData("ann~", false)]
    [InlineData("änn", false)]
    [InlineData("ann\n", false)]
    [InlineData("abcdefghij", true)]
    [InlineData("abcdefghijk", false)]
    public void Nicks(string text, bool valid) => Assert.Equal(valid, Names.IsNick(text, 10));

    [Theory]
    [InlineData("#tea", true)]
    [InlineData("##", true)]
    [InlineData("#té🍵", true)]
    [InlineData("#te:a", true)]
    [InlineData("#", false)]
    [InlineData("", false)]
    [InlineData("tea", false)]
    [InlineData("&tea", false)]
    [InlineData("#te a", false)]
    [InlineData("#te,a", false)]
    [InlineData("#te\u0007a", false)]
    [InlineData("#te\u0002a", false)]
    [InlineData("#te\0a", false)]
    [InlineData("#tea\r", false)]
    [InlineData("#tea\u007f", false)]
    [InlineData("#te*", false)]
    [InlineData("#te?", false)]
    [InlineData("#abcdefghi", true)]
    [InlineData("#abcdefghij", false)]
    [InlineData("#éééééé", false)]
    public void Channels(string text, bool valid) => Assert.Equal(valid, Names.IsChannel(text, 10));

    [Theory]
    [InlineData("ann", true)]
    [InlineData("a.b-c_d", true)]
    [InlineData("0ann", true)]
    [InlineData("", false)]
    [InlineData("~ann", false)]
    [InlineData("-ann", false)]
    [InlineData("a@b", false)]
    [InlineData("a!b", false)]
    [InlineData("a b", false)]
    [InlineData("änn", false)]
    [InlineData("abcdefghijk", false)]
    public void Usernames(string text, bool valid) => Assert.Equal(valid, Names.IsUsername(text, 10));

    /// <summary>The kinds of cases of https://github.com/ircdocs/parser-tests (validate-hostname).</summary>
    [Theory]
    [InlineData("irc.tea.example", true)]
    [InlineData("a.b", true)]
    [InlineData("tea-pot.example.org", true)]
    [InlineData("TEA.Example", true)]
    [InlineData("t3a.4pots.example", true)]
    [InlineData("123.example", true)]
    [InlineData("xn--t-bga.example", true)]
    [InlineData("services.", true)]
    [InlineData("-tea.example", false)]
    [InlineData("tea-.example", false)]
    [InlineData("_irc._tcp.example", false)]
    [InlineData("tea..example", false)]
    [InlineData(".tea.example", false)]
    [InlineData(".", false)]
    [InlineData("tea", false)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("tea. example", false)]
    [InlineData(" tea.example", false)]
    [InlineData("tea.example ", false)]
    [InlineData("té.example", false)]
    public void Hostnames(string text, bool valid) => Assert.Equal(valid, Names.IsHostname(text));

    [Fact]
    public void A_hostname_is_bounded()
    {
        Assert.True(Names.IsHostname($"{new string('a', 63)}.example"));
        Assert.False(Names.IsHostname($"{new string('a', 64)}.example"));
        Assert.False(Names.IsHostname(string.Join('.', Enumerable.Repeat("abcdefg", 40))));
    }

    [Theory]
    [InlineData("sesame", true)]
    [InlineData("s:e!*", true)]
    [InlineData("", false)]
    [InlineData(":sesame", false)]
    [InlineData("a,b", false)]
    [InlineData("a b", false)]
    [InlineData("é", false)]
    [InlineData("abcdefghijk", false)]
    public void Channel_keys(string text, bool valid) => Assert.Equal(valid, Names.IsChannelKey(text, 10));
}
