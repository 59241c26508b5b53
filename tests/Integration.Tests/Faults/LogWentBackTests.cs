using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>
/// nats-server comes back with an older store than it went away with, as after a power loss: what was stored last is
/// gone; or the stream itself is deleted or restored, and no connection breaks. Connections of clients live on, and
/// those who knew more than the log become what it can be told again.
/// </summary>
public sealed class LogWentBackTests
{
    private const string Alarm = "the log went back";
    private readonly List<string> _msgids = [];

    [Fact]
    public async Task Live_sessions_stay_the_network_is_usable_and_no_msgid_comes_twice()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Standby = true });
        await using IrcClient alice = await JoinAsync(cluster, 1, "alice");
        await using IrcClient bob = await JoinAsync(cluster, 2, "bob");
        await TalkAsync(alice, bob, "before");
        Action putBack = await KeepAsync(cluster);

        // All of this will not have happened: who came, who was renamed, who came in and who went out.
        await using IrcClient carol = await JoinAsync(cluster, 1, "carol");
        await alice.SendAsync("JOIN #late", "NICK alicia");
        await bob.SendAsync("JOIN #other", "PART #dev", "JOIN #dev");
        await bob.SettleAsync();
        await TalkAsync(alice, bob, "lost");
        await TalkAsync(carol, bob, "lost too");
        await PutBackAsync(cluster, putBack);

        await TalkAsync(alice, bob, "after");
        await TalkAsync(carol, bob, "after as well");
        await TalkAsync(bob, carol, "and back");
        Assert.Equal(_msgids.Count, _msgids.Distinct().Count());
        Assert.All(cluster.Leaves, leaf => Assert.True(leaf.Count(Alarm) > 0));
        foreach (IrcClient client in new[] { alice, bob, carol })
        {
            await client.SettleAsync();
            Assert.False(client.HasEnded);
        }

        // What they had in their windows is so again, and both leaves know the same.
        Assert.Equal("alicia", await NickAsync(alice));
        string[] seen = await View.OfAsync(bob, "#dev", "#late", "#other");
        Assert.Contains(seen, l => l.Contains("353 you = #late :@alicia", StringComparison.Ordinal));
        Assert.Contains(seen, l => l.Contains("353 you = #other :@bob", StringComparison.Ordinal));
        Assert.Contains(seen, l => l.Contains(" 366 you #dev", StringComparison.Ordinal));
        foreach (string nick in (string[])["alicia", "carol"])
            Assert.Contains(seen, l => l.Contains(" 352 you #dev ", StringComparison.Ordinal)
                && l.Contains($" {nick} ", StringComparison.Ordinal));
        await using IrcClient dave = await JoinAsync(cluster, 1, "dave");
        await using IrcClient erin = await JoinAsync(cluster, 2, "erin");
        Assert.Equal(await ViewAsync(dave), await ViewAsync(erin));
    }

    // In memory: Simulation.Tests/LogWentBackTests, in which it is noticed by who stood still.
    [Fact, Trait("Run", "long")]
    public async Task It_is_seen_even_when_the_log_has_grown_beyond_what_was_lost()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(
            new ClusterShape { Standby = true, DetourForFirstLeaf = true });
        await using IrcClient alice = await JoinAsync(cluster, 1, "alice");
        await using IrcClient bob = await JoinAsync(cluster, 2, "bob");
        await TalkAsync(alice, bob, "before");
        Action putBack = await KeepAsync(cluster);
        await alice.SendAsync("TOPIC #dev :never");
        await alice.SettleAsync();
        await TalkAsync(alice, bob, "lost");

        // The first leaf knows what is lost, and hears nothing until there is more in its place.
        cluster.Detour!.Block();
        await PutBackAsync(cluster, putBack);
        for (int i = 0; i < 20; i++)
        {
            await bob.SendAsync($"PRIVMSG #dev :another log {i}");
            await bob.SettleAsync();
        }

        cluster.Detour.Cut();
        await TalkAsync(bob, alice, "together again");
        await TalkAsync(alice, bob, "and back");
        Assert.Equal(1, cluster.Leaves[0].Count(Alarm));
        Assert.Equal(_msgids.Count, _msgids.Distinct().Count());
        Assert.DoesNotContain(
            await View.OfAsync(alice, "#dev"), l => l.Contains("never", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_that_is_gone_altogether_begins_anew_under_live_sessions()
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await using IrcClient alice = await JoinAsync(cluster, 1, "alice");
        await using IrcClient bob = await JoinAsync(cluster, 2, "bob");
        await TalkAsync(alice, bob, "before");
        await PutBackAsync(cluster, cluster.KeepNothing());
        await TalkAsync(alice, bob, "after");
        await TalkAsync(bob, alice, "and back");
        Assert.Equal(_msgids.Count, _msgids.Distinct().Count());
    }

    // In memory: the same file, where every connection stays.
    [Theory, Trait("Run", "long")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_that_is_deleted_or_restored_while_no_connection_breaks_is_noticed(bool isRestored)
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Standby = true });
        await using IrcClient alice = await JoinAsync(cluster, 1, "alice");
        await using IrcClient bob = await JoinAsync(cluster, 2, "bob");
        await TalkAsync(alice, bob, "before");
        StreamCopy copy = await StreamCopy.TakeAsync(cluster.Bus, cluster.Subjects.LogStream);
        await alice.SendAsync("TOPIC #dev :never");
        await TalkAsync(alice, bob, "lost");

        if (isRestored) await copy.PutBackAsync();
        else await StreamCopy.DeleteAsync(cluster.Bus, cluster.Subjects.LogStream);
        Assert.Equal(3, await cluster.Root.EndedAsync());
        int printed = cluster.Root.Lines.Count;
        cluster.Root.Launch();
        await cluster.Root.PrintedAsync("root-1 ready: ", printed);

        await TalkAsync(alice, bob, "after");
        await TalkAsync(bob, alice, "and back");
        Assert.All(cluster.Leaves, leaf => Assert.True(leaf.Count(Alarm) > 0));
        Assert.Equal(_msgids.Count, _msgids.Distinct().Count());
        Assert.DoesNotContain(
            await View.OfAsync(alice, "#dev"), l => l.Contains("never", StringComparison.Ordinal));
    }

    // Whichever of the two is asking.
    private static async Task<string[]> ViewAsync(IrcClient client) =>
    [
        .. from line in await View.OfAsync(client, "#dev", "#late", "#other")
           select line.Replace(" dave ", " you ", StringComparison.Ordinal)
               .Replace(" erin ", " you ", StringComparison.Ordinal),
    ];

    private async Task<IrcClient> JoinAsync(RealCluster cluster, int leaf, string nick)
    {
        IrcClient client = await cluster.JoinAsync(leaf, nick, "message-tags");
        await client.SendAsync("JOIN #dev");
        await client.SettleAsync();
        return client;
    }

    // Said until it is heard, as people do: what was said into the gap may be gone with the log.
    private async Task TalkAsync(IrcClient speaker, IrcClient listener, string text)
    {
        for (int i = 0; i < 100; i++)
        {
            await speaker.SendAsync($"PRIVMSG #dev :{text}");
            await speaker.SettleAsync();
            await listener.SettleAsync();
            string[] heard = [.. listener.Take().Where(l => l.EndsWith($" #dev :{text}", StringComparison.Ordinal))];
            _msgids.AddRange(heard.Select(MsgidOf));
            if (heard.Length > 0) return;
            await Task.Delay(100);
        }

        Assert.Fail($"'{text}' was never heard");
    }

    private static string MsgidOf(string line)
    {
        int at = line.IndexOf("msgid=", StringComparison.Ordinal) + "msgid=".Length;
        return line[at..line.IndexOfAny([';', ' '], at)];
    }

    private static async Task<string> NickAsync(IrcClient client) =>
        (await client.AskAsync("VERSION", "351"))!.Params[0];

    private static async Task<Action> KeepAsync(RealCluster cluster)
    {
        await cluster.Nats.StopAsync();
        Action putBack = cluster.KeepStore();
        int printed = cluster.Root.Lines.Count;
        await cluster.Nats.StartAsync();
        await cluster.Root.PrintedAsync("NATS connection open", printed);
        return putBack;
    }

    // With a supervisor for the root, as everyone has.
    private static async Task PutBackAsync(RealCluster cluster, Action putBack)
    {
        await cluster.Nats.StopAsync();
        putBack();
        await cluster.Nats.StartAsync();
        Assert.Equal(3, await cluster.Root.EndedAsync());
        int printed = cluster.Root.Lines.Count;
        cluster.Root.Launch();
        await cluster.Root.PrintedAsync("root-1 ready: ", printed);
    }
}
