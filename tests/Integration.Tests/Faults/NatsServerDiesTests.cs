using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>nats-server is killed under clients who talk, and comes back with what it had stored.</summary>
public sealed class NatsServerDiesTests
{
    [Fact]
    public async Task Nobody_is_disconnected_and_every_line_arrives_once_and_in_order()
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await using Furniture house = await Furniture.PutUpAsync(cluster);
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();
        for (int i = 0; i < 3; i++)
        {
            await cluster.Nats.KillAsync();
            await Task.Delay(200 * i);
            await cluster.Nats.StartAsync();
            await talk.GoesOnAsync();
        }

        Assert.True(await talk.EndAsync() > 0);
    }

    [Fact]
    public async Task While_it_is_away_a_client_is_still_answered_and_may_leave()
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
        await using IrcClient bob = await cluster.JoinAsync(2, "bob");
        await alice.SendAsync("JOIN #dev");
        await alice.SettleAsync();
        await bob.SendAsync("JOIN #dev");
        await bob.SettleAsync();
        await alice.SettleAsync();
        alice.Inbox.Clear();

        await cluster.Nats.KillAsync();
        // Answered although nobody can say what the rest of the network does.
        await alice.SettleAsync();
        await bob.SendAsync("PRIVMSG #dev :last words", "QUIT :enough");
        await bob.EndAsync();
        await cluster.Nats.StartAsync();

        await alice.UntilAsync("QUIT");
        Assert.Equal(
            [":bob!bob@127.0.0.1 PRIVMSG #dev :last words", ":bob!bob@127.0.0.1 QUIT :Quit: enough"], alice.Take());
    }
}
