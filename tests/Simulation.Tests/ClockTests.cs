using IrcNats.Transcripts;

namespace IrcNats.Simulation.Tests;

/// <summary>Somebody sets the clocks of the machines while everything else works.</summary>
public sealed class ClockTests
{
    private const long Hour = 3_600_000;

    // An entry may have been decided some time before it is stored.
    private const long Moment = 1000;

    [Fact]
    public void Nobody_is_lost_or_sent_away_because_clocks_are_set_and_time_goes_on_evenly()
    {
        for (int seed = 1; seed <= 10; seed++)
        {
            SimCluster cluster = Begin(Faults.None with { SetClock = 0.5 }, roots: 2, seed);
            List<string> ended = [];
            SimLink[] links = [.. cluster.Leaves.Select((leaf, i) => Register(leaf, $"c{i}", ended))];
            RunUntil(cluster, () => cluster.IsSettled && cluster.Judge.Network.Users.Count == links.Length);
            for (int minute = 0; minute < 4; minute++)
            {
                Pass(cluster, 60_000);
                foreach (SimLink link in links) link.Send($"JOIN #{minute}");
                RunUntil(cluster, () => cluster.IsSettled && links.All(l => IsIn(cluster, l, $"#{minute}")));
            }

            Assert.Empty(ended);
            Assert.Equal(0, cluster.Judge.LeavesLost);
            long most = (4 * 60_000 + 10_000) / 10 + Moment;
            Assert.True(Math.Abs(Off(cluster)) <= most, $"seed {seed}: off by {Off(cluster)} ms");
        }
    }

    [Theory]
    [InlineData(Hour)]
    [InlineData(-Hour)]
    public void A_standby_goes_on_with_the_time_that_it_heard(long error)
    {
        SimCluster cluster = Begin(Faults.None, roots: 2);
        Pass(cluster, 5000);
        SimRoot first = cluster.ActiveRoot!;
        foreach (SimRoot other in cluster.Roots.Where(r => r != first)) cluster.SetClock(other.Name, error);
        first.Pause();
        RunUntil(cluster, () => cluster.Judge.Network.RootNode != first.Name);
        first.Continue();
        RunUntil(cluster, () => cluster.IsSettled);
        Register(cluster.Leaves[0], "alice", []);
        RunUntil(cluster, () => cluster.IsSettled && cluster.Judge.Network.FindUser("alice") is not null);
        Assert.InRange(Off(cluster), -5 * Moment, 5 * Moment);
    }

    [Fact]
    public void After_a_night_without_a_root_it_is_what_the_clock_says()
    {
        SimCluster cluster = Begin(Faults.None, roots: 1);
        cluster.ActiveRoot!.Pause();
        Pass(cluster, 8 * Hour);
        cluster.Crash(cluster.Roots[0]);
        RunUntil(cluster, () => cluster.IsSettled && cluster.ActiveRoot is not null);
        Assert.InRange(Off(cluster), -5 * Moment, Moment);
    }

    [Fact]
    public void A_leaf_that_begins_with_a_clock_behind_its_earlier_one_is_let_up()
    {
        SimCluster cluster = Begin(Faults.None, roots: 1);
        SimLeaf before = cluster.Leaves[0];
        cluster.SetClock(before.Name, -Hour);
        cluster.Crash(before);
        RunUntil(cluster, () => cluster.Leaves[0] != before && cluster.IsSettled);
        Assert.True(cluster.Leaves[0].Core.Incarnation > before.Core.Incarnation);
        Register(cluster.Leaves[0], "alice", []);
        RunUntil(cluster, () => cluster.Judge.Network.FindUser("alice") is not null);
    }

    // Everything that a leaf does goes by one clock, its long answers too.
    [Fact]
    public void A_leaf_whose_clock_is_ahead_answers_questions_without_a_root_one_after_the_other()
    {
        SimCluster cluster = Begin(Faults.None, roots: 1);
        SimLeaf before = cluster.Leaves[0];
        cluster.SetClock(before.Name, Hour);
        cluster.Crash(before);
        RunUntil(cluster, () => cluster.Leaves[0] != before && cluster.IsSettled);
        List<string> heard = [];
        SimLink alice = Register(cluster.Leaves[0], "alice", [], heard.Add);
        RunUntil(cluster, () => cluster.IsSettled && cluster.Judge.Network.FindUser("alice") is not null);
        alice.Send("JOIN #a,#b");
        RunUntil(cluster, () => cluster.IsSettled && IsIn(cluster, alice, "#b"));
        cluster.ActiveRoot!.Pause();
        Pass(cluster, 3000);
        heard.Clear();
        alice.Send("NAMES #a\r\nNAMES #b\r\nPING end");
        Assert.Equal(["353", "366", "353", "366", "PONG"], heard.Select(l => l.Split(' ')[1]));
    }

    // What was proved is fed in by the leaf's clock: by another it would take the root for silent, and not wait for it.
    [Fact]
    public void A_leaf_whose_clock_is_behind_answers_in_turn_behind_a_password()
    {
        SimCluster cluster = Begin(Faults.None, roots: 1);
        SimLeaf before = cluster.Leaves[0];
        cluster.SetClock(before.Name, -Hour);
        cluster.Crash(before);
        RunUntil(cluster, () => cluster.Leaves[0] != before && cluster.IsSettled);
        List<string> heard = [];
        SimLink alice = Register(cluster.Leaves[0], "alice", [], heard.Add);
        RunUntil(cluster, () => cluster.IsSettled && cluster.Judge.Network.FindUser("alice") is not null);
        heard.Clear();
        alice.Send("OPER root wrong\r\nJOIN #a\r\nNAMES #a\r\nPING end");
        RunUntil(cluster, () => heard.Exists(line => line.Contains(" PONG ", StringComparison.Ordinal)));
        Pass(cluster, 100);
        Assert.Equal(["464", "JOIN", "353", "366", "353", "366", "PONG"], heard.Select(l => l.Split(' ')[1]));
    }

    private static SimCluster Begin(Faults faults, int roots, int seed = 1)
    {
        SimCluster cluster = new(seed, faults, TestConfig.Public, roots, leaves: 2);
        RunUntil(cluster, () => cluster.IsSettled);
        return cluster;
    }

    private static SimLink Register(SimLeaf leaf, string nick, List<string> ended, Action<string>? heard = null)
    {
        SimLink link = leaf.Open(heard ?? (_ => { }), () => ended.Add(nick));
        link.Send("NICK " + nick);
        link.Send($"USER {nick} 0 * :{nick}");
        return link;
    }

    private static bool IsIn(SimCluster cluster, SimLink link, string channel) =>
        cluster.Judge.Network.FindUser(link.Id) is { } user
        && cluster.Judge.Network.FindMember(channel, user.Id) is not null;

    // How far the newest stamp of the log is ahead.
    private static long Off(SimCluster cluster) => cluster.Judge.Network.Time - cluster.Time.Now;

    private static void Pass(SimCluster cluster, long time) => cluster.Time.RunUntil(cluster.Time.Now + time);

    private static void RunUntil(SimCluster cluster, Func<bool> isSo)
    {
        for (long end = cluster.Time.Now + 60_000; !isSo() && cluster.Time.Now < end;) Pass(cluster, 10);
        Assert.True(isSo(), cluster.Status);
    }
}
