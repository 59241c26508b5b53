using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

public sealed class StandardReplyTests
{
    [Fact]
    public void The_context_stands_between_code_and_text() => Assert.Equal(
        "FAIL CHATHISTORY INVALID_TARGET LATEST #tea :No such target",
        StandardReply.Fail("CHATHISTORY", "INVALID_TARGET", "No such target", "LATEST", "#tea").ToString());

    [Fact]
    public void Each_kind_has_its_command()
    {
        Assert.Equal("FAIL * CODE :text", StandardReply.Fail("*", "CODE", "text").ToString());
        Assert.Equal("WARN * CODE :text", StandardReply.Warn("*", "CODE", "text").ToString());
        Assert.Equal("NOTE * CODE :text", StandardReply.Note("*", "CODE", "text").ToString());
    }
}
