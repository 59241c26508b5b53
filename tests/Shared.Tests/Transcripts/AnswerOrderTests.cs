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

    // What a JOIN shows would come behind the answer to the question, and that behind everything that is held.
    [Fact]
    public void A_question_without_a_root_waits_while_lines_are_held()
    {
        OneLeaf world = new();
        world.Send("CAP REQ echo-message", "NICK alice", "USER a 0 * :a", "CAP END");
        world.IsHeard = false;
        world.Send("PRIVMSG nobody :hi", "JOIN #dev");
        world.Takes = false;
        world.Send("JOIN #more", "PRIVMSG #more :hello");
        world.Shown();
        world.Pass(2000);

        world.Send("WHO #dev");
        Assert.Empty(world.Shown());
        world.IsHeard = world.Takes = true;
        world.Pass(100);
        world.Pass(100);

        Assert.Equal(
            ["401", "JOIN", "353", "366", "JOIN", "353", "366", "PRIVMSG", "352", "315"],
            world.Shown().Select(l => l.Split(' ')[1]));
    }
}
