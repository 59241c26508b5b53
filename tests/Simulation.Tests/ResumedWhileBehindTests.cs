using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// A leaf that fell behind begins again from a snapshot. In that snapshot a user has been resumed on this leaf.
/// </summary>
public sealed class ResumedWhileBehindTests
{
    [Fact]
    public void Who_resumed_meanwhile_is_told_what_is_said_in_their_channels()
    {
        SimCluster cluster = new(seed: 1, Faults.None, TestConfig.Public, roots: 1, leaves: 2);
        RunUntil(cluster, () => cluster.IsSettled);
        List<string> before = [], after = [];
        SimLink alice = Register(cluster.Leaves[0], "alice", before, "RESUME");
        SimLink bob = Register(cluster.Leaves[0], "bob", []);
        alice.Send("JOIN #a");
        bob.Send("JOIN #a");
        RunUntil(cluster, () => cluster.IsSettled);
        string token = before.Single(l => l.Contains(" RESUME TOKEN ", StringComparison.Ordinal)).Split(' ')[^1];

        cluster.Leaves[1].Connections[1].Break();
        Register(cluster.Leaves[1], "alice", after, "RESUME " + token);
        RunUntil(cluster, () => cluster.Judge.Resumed == 1);
        ulong resumed = cluster.Stream.Last;
        bob.Send("AWAY :soon back");
        RunUntil(cluster, () => cluster.Stream.Last > resumed);
        cluster.SaveSnapshot(cluster.Stream.Last, Codec.Encode(cluster.Judge.Network.Save()));
        cluster.Stream.Trim(cluster.Stream.Last);
        cluster.Leaves[1].Connections[1].Restore();
        RunUntil(cluster, () => cluster.IsSettled);
        Assert.Equal(1, cluster.Rebuilt);
        bob.Send("PRIVMSG #a :still there?");
        RunUntil(cluster, () => cluster.IsSettled);
        Assert.EndsWith("PRIVMSG #a :still there?", after[^1], StringComparison.Ordinal);
    }

    private static SimLink Register(SimLeaf leaf, string nick, List<string> heard, params string[] first)
    {
        SimLink link = leaf.Open(heard.Add, () => { });
        if (first.Length > 0) link.Send("CAP REQ :ircnats/resume");
        foreach (string line in first) link.Send(line);
        link.Send("NICK " + nick);
        link.Send($"USER {nick} 0 * :{nick}");
        if (first.Length > 0) link.Send("CAP END");
        return link;
    }

    private static void RunUntil(SimCluster cluster, Func<bool> isSo)
    {
        cluster.Time.RunUntil(cluster.Time.Now + 10);
        for (long end = cluster.Time.Now + 60_000; !isSo() && cluster.Time.Now < end;)
            cluster.Time.RunUntil(cluster.Time.Now + 1);
        Assert.True(isSo(), cluster.Status);
    }
}
