using FsCheck;
using FsCheck.Fluent;
using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

/// <summary>Covers the kinds of cases of https://github.com/ircdocs/parser-tests (userhost-split) and our own.
/// </summary>
public sealed class HostmaskTests
{
    [Theory]
    [InlineData("ann", "ann", "", "")]
    [InlineData("irc.tea.example", "irc.tea.example", "", "")]
    [InlineData("ann!a@192.0.2.1", "ann", "a", "192.0.2.1")]
    [InlineData("ann!~a@localhost", "ann", "~a", "localhost")]
    [InlineData("ann@192.0.2.1", "ann", "", "192.0.2.1")]
    [InlineData("ann!a", "ann", "a", "")]
    [InlineData("ann!a@h\u0002o\u000304st", "ann", "a", "h\u0002o\u000304st")]
    [InlineData("ann@x!a", "ann@x", "a", "")]
    [InlineData("ann!a@x!y@z", "ann", "a", "x!y@z")]
    [InlineData("ann!a@2001:db8::1", "ann", "a", "2001:db8::1")]
    public void A_source_splits_and_joins_again(string text, string nick, string username, string host)
    {
        Assert.True(Hostmask.TryParse(text, out var hostmask));
        Assert.Equal(new Hostmask(nick, username, host), hostmask);
        Assert.Equal(text, hostmask.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("!a@h")]
    [InlineData("@h")]
    public void Without_a_nick_it_names_nobody(string text) => Assert.False(Hostmask.TryParse(text, out _));

    [Fact]
    public void Any_text_gives_back_itself_as_long_as_no_part_is_named_but_empty() =>
        Prop.ForAll(Arb.From(Arbitrary.Text("ab!@é", 8)), text =>
            {
                bool named = Hostmask.TryParse(text, out var hostmask);
                return !named || hostmask.ToString() == text || hostmask is { Username: "" } or { Host: "" };
            })
            .QuickCheckThrowOnFailure();
}
