using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

public sealed class StandardReplyTests
{
    [Fact]
    public void The_context_stands_between_code_and_text() => Assert.Equal(
        "FAIL CHATHISTORY INVALID_TARGET LATEST #tea :No such target",
        StandardReply.Fail("CHATHISTORY", "INVALID_TARGET", "No such target", "LATEST", "#tea").ToString());

    [Fact]
    public void A_text_of_one_word_is_a_text_all_the_same() =>
        Assert.Equal("FAIL * CODE :text", StandardReply.Fail("*", "CODE", "text").ToString());
}
