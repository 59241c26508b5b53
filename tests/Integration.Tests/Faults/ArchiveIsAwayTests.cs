using IrcNats.Integration.Tests.Cluster;
using NATS.Client.JetStream;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>A network serves live traffic whether its archive is there or not.</summary>
public sealed class ArchiveIsAwayTests
{
    // 127.0.0.1:9 takes no connections: no route, as far as a process can tell.
    private const string Nowhere =
        "datastore: { cassandra: { enabled: yes, contact-points: [127.0.0.1], port: 9, keyspace: far } }\n";

    [Fact]
    public async Task Without_Cassandra_processes_start_and_clients_talk_and_both_kinds_say_why()
    {
        await using RealCluster cluster =
            await RealCluster.StartAsync(new ClusterShape { Archives = true, Leaves = 1, Settings = Nowhere });
        await using IrcClient alice = await cluster.JoinAsync(1, "alice", "draft/chathistory");
        await alice.SendAsync("JOIN #dev", "PRIVMSG #dev :said without an archive");
        await alice.SettleAsync();
        await alice.SendAsync("CHATHISTORY LATEST #dev * 10");
        await alice.UntilAsync(":said without an archive");
        foreach (Node process in (Node[])[cluster.Root, cluster.Leaves[0]])
            await process.PrintedAsync(
                "the archive of histories cannot be opened (Cassandra at 127.0.0.1, keyspace far): Cassandra: No host "
                + "could be used. 127.0.0.1:9: ");
    }

    [Fact]
    public async Task SIGHUP_refuses_another_archive_and_a_stream_keeps_what_the_newest_file_says()
    {
        await using RealCluster cluster =
            await RealCluster.StartAsync(new ClusterShape { Archives = true, Leaves = 1 });
        await cluster.Root.PrintedAsync("the archive of histories is open: beside the log");
        await cluster.Leaves[0].PrintedAsync("the archive of histories is open: beside the log");
        await cluster.ConfigureAsync(Nowhere);
        cluster.Root.HangUp();
        await cluster.Root.PrintedAsync(
            "datastore.cassandra: the archive cannot go from beside the log to Cassandra's keyspace far");
        await cluster.ConfigureAsync(
            "history: { restrictions: { expire-time: 3h }, retention: { max-messages: 50 } }\n");
        cluster.Root.HangUp();
        await cluster.Root.PrintedAsync("was read again and is good");
        (TimeSpan, long) kept = default;
        for (int left = 300; kept != (TimeSpan.FromHours(3), 50) && left > 0; left--)
        {
            await Task.Delay(100);
            var config = (await new NatsJSContext(cluster.Bus).GetStreamAsync(cluster.Subjects.HistoryStream))
                .Info.Config;
            kept = (config.MaxAge, config.MaxMsgsPerSubject);
        }

        Assert.Equal((TimeSpan.FromHours(3), 50), kept);
    }
}
