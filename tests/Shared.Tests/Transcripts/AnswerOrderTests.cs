namespace IrcNats.Tests.Transcripts;

/// <summary>Of two lines the first is refused, the second has effects, and the log is quicker than the reply.</summary>
public sealed class AnswerOrderTests
{
    [Fact]
    public void The_refusal_is_shown_first_even_if_its_reply_comes_last()
    {
        OneLeaf world = new();
        world.Send("NICK alice", "USER a 0 * :a");
        world.Shown();

        world.Send("PRIVMSG nobody :hi", "JOIN #dev");

        string[] shown = world.Shown();
        Assert.Equal(":irc.test 401 alice nobody :No such nick/channel", shown[0]);
        Assert.Equal(":alice!a@host JOIN #dev", shown[1]);
        Assert.Equal(":irc.test 366 alice #dev :End of /NAMES list", shown[^1]);
    }
}
