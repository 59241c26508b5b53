using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Simulation.Tests;

/// <summary>Every process dies, twice. Who is always on is there as before, and what their device missed is played.
/// </summary>
public sealed class AlwaysOnTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Who_is_always_on_survives_the_restart_of_every_process(int seed)
    {
        SimCluster cluster = new(seed, Faults.Slow, TestConfig.Public, roots: 2, leaves: 2);
        await using SimStage stage = new(cluster);
        await new Transcript(stage).PlayAsync(
            """
            odette @leaf1
            phone @leaf2
            again @leaf1
            odette> NS REGISTER sesame
            odette< :irc.test 900 odette odette!odette@127.0.0.1 odette :You are now logged in as odette
            odette< :NickServ!NickServ@irc.test NOTICE odette :The account odette is yours now
            odette> NS SET ALWAYS-ON on
            odette< :NickServ!NickServ@irc.test NOTICE odette :You stay on the network when your last client goes
            odette join #dev
            odette> TOPIC #dev :we stay
            odette< :odette!odette@127.0.0.1 TOPIC #dev :we stay
            !crash all
            !wait 75s
            phone attaches odette@pocket sesame
            phone< :odette!odette@127.0.0.1 JOIN #dev
            phone< :irc.test 332 odette #dev :we stay
            phone< :irc.test 333 odette #dev odette!odette@127.0.0.1 *
            phone< :irc.test 353 odette = #dev :@odette
            phone< :irc.test 366 odette #dev :End of /NAMES list
            phone> QUIT
            phone< ERROR :Client quit
            !crash all
            !wait 75s
            again attaches odette sesame
            again< :odette!odette@127.0.0.1 JOIN #dev
            again< :irc.test 332 odette #dev :we stay
            again< :irc.test 333 odette #dev odette!odette@127.0.0.1 *
            again< :irc.test 353 odette = #dev :@odette
            again< :irc.test 366 odette #dev :End of /NAMES list
            """);
        Account account = cluster.ActiveRoot!.Network.FindAccount("odette")!;
        Assert.Equal("pocket", Assert.Single(account.Devices).Name);
        foreach (SimLeaf leaf in cluster.Leaves) cluster.Judge.Compare(leaf.Name, leaf.Core.Network);
    }
}
