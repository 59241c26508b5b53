using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// A root answers a request and dies. Its leaf has not read the answer yet, because its log is behind, and sends the
/// request again. If the next root decided that copy, the client would read one thing, and another would happen.
/// </summary>
public sealed class TwoRootsOneRequestTests
{
    private readonly SimCluster _cluster = new(seed: 1, Faults.None, TestConfig.Public, roots: 2, leaves: 2);

    [Fact]
    public void A_client_that_reads_that_a_nick_is_in_use_does_not_get_it_afterwards()
    {
        List<string> heard = [];
        SimLeaf behind = _cluster.Leaves[0];
        RunUntil(() => _cluster.IsSettled);
        SimLink alice = Register(behind, "alice", heard.Add), bob = Register(_cluster.Leaves[1], "bob", _ => { });
        RunUntil(() => _cluster.IsSettled && Network.Users.Count == 2);
        SimRoot first = _cluster.ActiveRoot!;

        // What the root says of the nick is good behind an entry that alice's leaf does not get for a while.
        behind.Connections[1].Stall(20_000);
        bob.Send("AWAY :out");
        RunUntil(() => Network.FindUser("bob")!.Away is not null);
        alice.Send("NICK bob");
        Pass(100);
        bob.Send("NICK robert");
        RunUntil(() => Network.FindUser("robert") is not null);
        first.Pause();
        RunUntil(() => _cluster.ActiveRoot is { } next && next != first);
        _cluster.Crash(first);
        Pass(5000);
        Assert.Equal("alice", Network.FindUser(alice.Id)!.Nick);

        RunUntil(() => _cluster.IsSettled);
        Assert.Contains(heard, line => line.Contains(" 433 alice bob ", StringComparison.Ordinal));
        Assert.Equal("alice", Network.FindUser(alice.Id)!.Nick);
    }

    [Fact]
    public void What_no_root_has_answered_is_sent_to_the_next_one()
    {
        SimLeaf leaf = _cluster.Leaves[0];
        RunUntil(() => _cluster.IsSettled);
        SimLink alice = Register(leaf, "alice", _ => { });
        RunUntil(() => _cluster.IsSettled && Network.FindUser("alice") is not null);
        SimRoot first = _cluster.ActiveRoot!;

        first.Pause();
        alice.Send("NICK alicia");
        RunUntil(() => _cluster.ActiveRoot is { } next && next != first);
        // Before a copy could be due because nothing was answered.
        Pass(500);
        Assert.Equal("alicia", Network.FindUser(alice.Id)!.Nick);
    }

    private Network Network => _cluster.Judge.Network;

    private static SimLink Register(SimLeaf leaf, string nick, Action<string> heard)
    {
        SimLink link = leaf.Open(heard, () => { });
        link.Send("NICK " + nick);
        link.Send($"USER {nick} 0 * :{nick}");
        return link;
    }

    private void Pass(long time) => _cluster.Time.RunUntil(_cluster.Time.Now + time);

    private void RunUntil(Func<bool> isSo)
    {
        for (long end = _cluster.Time.Now + 60_000; !isSo() && _cluster.Time.Now < end;) Pass(1);
        Assert.True(isSo(), _cluster.Status);
    }
}
