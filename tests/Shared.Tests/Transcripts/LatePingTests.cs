namespace IrcNats.Tests.Transcripts;

/// <summary>
/// A leaf that stood still, or whose clock was set forward before there was a steady one, asks its silent clients late.
/// </summary>
public sealed class LatePingTests
{
    private const long Ping = 90_000, Disconnect = 150_000, Look = 1100;

    [Fact]
    public void After_a_late_PING_there_is_as_much_time_to_answer_as_after_one_in_time()
    {
        OneLeaf world = Welcomed();
        world.Pass(200_000);
        Assert.Equal(["PING irc.test"], world.Shown());
        for (long passed = 0; passed <= Disconnect - Ping - Look; passed += Look) world.Pass(Look);
        Assert.False(world.IsClosed);
        world.Pass(2 * Look);
        Assert.True(world.IsClosed);
        Assert.Contains("ERROR :Ping timeout: 150 seconds", world.Shown());
    }

    [Fact]
    public void Who_answers_stays()
    {
        OneLeaf world = Welcomed();
        world.Pass(200_000);
        world.Pass(Disconnect - Ping - Look);
        world.Send("PONG irc.test");
        world.Pass(Ping - Look);
        Assert.False(world.IsClosed);
    }

    [Fact]
    public void In_time_it_is_as_the_configuration_says()
    {
        OneLeaf world = Welcomed();
        long silent = 0;
        for (; !world.IsClosed; silent += Look) world.Pass(Look);
        Assert.InRange(silent, Disconnect, Disconnect + 3 * Look);
    }

    private static OneLeaf Welcomed()
    {
        OneLeaf world = new();
        world.Send("NICK alice", "USER a 0 * :a");
        world.Shown();
        return world;
    }
}
