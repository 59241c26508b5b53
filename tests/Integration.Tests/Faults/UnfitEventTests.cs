using IrcNats.Events;
using IrcNats.Integration.Tests.Cluster;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>The log has an entry that can be read and counts, with an event that does not fit the network.</summary>
public sealed class UnfitEventTests
{
    private const string PassedOver = "is passed over by everyone";

    [Fact]
    public async Task Everyone_passes_over_the_event_alone_now_and_at_every_start()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Standby = true });
        await using Furniture house = await Furniture.PutUpAsync(cluster);
        ulong epoch = ulong.Parse(
            (await ServiceQuery.AskAsync(cluster.Bus, "$SRV.INFO.ircnats-root", 2))[0].Metadata("epoch"),
            System.Globalization.CultureInfo.InvariantCulture);
        Outcome[] outcomes =
        [
            new(1, null, [new WallopsSent(new UserId(1), "before")], []),
            new(1, null, [new ChannelParted("#nowhere", new UserId(4711), "who?")], []),
            new(1, null, [new NickChanged(new UserId(4711), "x"), new TopicSet("#house", new UserId(1), "behind")], []),
        ];
        await cluster.AppendAsync(Codec.Encode(new Entry(Payload.FormatVersion, epoch, outcomes)));

        // At its next entry the root finds one that is not its own, and ends; the standby goes on.
        await house.Alice.SendAsync("AWAY :for a while");
        Assert.Equal(3, await cluster.Root.EndedAsync());
        await cluster.Standby.PrintedAsync("root-2 ready: active");
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();
        await cluster.Root.StartAsync();
        await cluster.Leaves[1].PrintedAsync("is made anew from the log");
        Node[] all = [.. cluster.Leaves, cluster.Root, cluster.Standby];
        // Each of them says so of both events, when it comes to them.
        await Task.WhenAll(
            all.Select(async n => await n.PrintedAsync(PassedOver, after: await n.PrintedAsync(PassedOver))));
        Assert.All(all, node => Assert.Equal(2, node.Count(PassedOver)));
        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);

        // A process that begins later reads the same log.
        await cluster.Leaves[1].KillAsync();
        await cluster.Leaves[1].StartAsync();
        await using IrcClient carol = await cluster.JoinAsync(1, "carol");
        await using IrcClient dave = await cluster.JoinAsync(2, "dave");
        // Bob went with his leaf, as soon as it is there again.
        while (await carol.AskAsync("ISON robert", "303") is { } answer && answer.Params[1].Length > 0)
            await Task.Delay(10);
        string[] seen = await WhatAsync(carol);
        Assert.True(seen.Any(l => l.EndsWith(" #house 1 :behind", StringComparison.Ordinal)), string.Join('\n', seen));
        Assert.Equal(seen, await WhatAsync(dave));
        Assert.Equal(4, cluster.Leaves[1].Count(PassedOver));
    }

    private static async Task<string[]> WhatAsync(IrcClient client)
    {
        await client.SendAsync("NAMES #house", "LIST #house");
        await client.SettleAsync();
        return [.. client.Take().Select(l => l.Replace($" {client.Nick} ", " you ", StringComparison.Ordinal))];
    }
}
