using IrcNats.Transcripts;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// A root stands still, another is elected, and the first continues. A leaf that has not heard of the other root must
/// not be told of a network that is no more.
/// </summary>
public sealed class StaleReadTests
{
    [Fact]
    public void A_root_that_was_replaced_asks_the_log_before_it_answers()
    {
        string answer = Ask(BrokenRule.None);
        Assert.Equal(":irc.test 401 alice carol :No such nick/channel", answer);
    }

    [Fact]
    public void One_that_does_not_ask_is_found_out()
    {
        Violation found = Assert.Throws<Violation>(() => Ask(BrokenRule.NeverAsksTheLog));
        Assert.Contains("by a root that had been replaced", found.Message, StringComparison.Ordinal);
    }

    // Carol was there when root-1 stopped, and has left under root-2. Alice's leaf hears of neither root for a while.
    private static string Ask(BrokenRule broken)
    {
        SimCluster cluster = new(seed: 1, Faults.None, TestConfig.Public, roots: 2, leaves: 2, broken);
        VirtualTime time = cluster.Time;
        time.RunUntil(time.Now + 5000);
        List<string> heard = [];
        SimLink alice = Register(cluster.Leaves[0], "alice", heard.Add);
        SimLink carol = Register(cluster.Leaves[1], "carol", _ => { });
        time.RunUntil(time.Now + 5000);
        SimRoot first = cluster.ActiveRoot!;
        heard.Clear();

        first.Pause();
        cluster.Leaves[0].Connections[1].Stall(20_000);
        time.RunUntil(time.Now + 2000);
        Assert.NotSame(first, cluster.ActiveRoot);
        // The first root never gets this request: what it decides would not be stored, and its leaf would wait.
        first.Connections[0].Break();
        carol.Send("QUIT");
        time.RunUntil(time.Now + 2000);
        first.Connections[0].Restore();
        alice.Send("KICK #nowhere carol");
        alice.Send("PRIVMSG carol :there?");
        time.RunUntil(time.Now + 100);
        first.Continue();
        time.RunUntil(time.Now + 30_000);
        return heard.Single(l => l.Contains("carol", StringComparison.Ordinal));
    }

    private static SimLink Register(SimLeaf leaf, string nick, Action<string> heard)
    {
        SimLink link = leaf.Open(heard, () => { });
        link.Send("NICK " + nick);
        link.Send($"USER {nick} 0 * :{nick}");
        return link;
    }
}
