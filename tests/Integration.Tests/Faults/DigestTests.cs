using IrcNats.Integration.Tests.Cluster;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>A replica that is not what the root has is found, told of, and mended under its clients.</summary>
public sealed class DigestTests
{
    [Fact]
    public async Task One_wrong_letter_in_a_leaf_is_found_shown_and_mended_from_the_log()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { DigestEvery = 1 });
        await using Furniture house = await Furniture.PutUpAsync(cluster);
        // A leaf that begins from a snapshot with a wrong letter has one.
        await cluster.Leaves[1].KillAsync();
        await SaveAsync(cluster, Bend(await ReadLogAsync(cluster)));
        await cluster.Leaves[1].StartAsync();
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await cluster.Leaves[1].PrintedAsync("this replica differs from the root's network");
        await cluster.Leaves[1].PrintedAsync("this replica was not what the log says: ");
        await cluster.Leaves[1].PrintedAsync("Topic.Text: \"a hole\", not \"a home\"");
        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
        Assert.Equal(0, cluster.Leaves[0].Count("differs from the root's network"));

        await using IrcClient carol = await cluster.JoinAsync(1, "carol");
        await using IrcClient dave = await cluster.JoinAsync(2, "dave");
        Assert.Contains("a home", (await carol.AskAsync("LIST", "322"))!.ToString(), StringComparison.Ordinal);
        Assert.Contains("a home", (await dave.AskAsync("LIST", "322"))!.ToString(), StringComparison.Ordinal);
        int alarms = cluster.Leaves[1].Count("differs from the root's network");
        await Task.Delay(2500);
        Assert.Equal(alarms, cluster.Leaves[1].Count("differs from the root's network"));
    }

    private static async Task<Network> ReadLogAsync(RealCluster cluster)
    {
        NatsJSContext js = new(cluster.Bus);
        INatsJSStream log = await js.GetStreamAsync(cluster.Subjects.LogStream);
        await log.RefreshAsync();
        Network network = new();
        for (ulong seq = 1; seq <= log.Info.State.LastSeq; seq++)
        {
            var stored = await log.GetDirectAsync<byte[]>(new StreamMsgGetRequest { Seq = seq });
            Assert.True(Codec.TryDecode(stored.Data, out Entry? entry, out string? error), error);
            Replay.Apply(network, seq, entry);
        }

        return network;
    }

    private static NetworkSnapshot Bend(Network network)
    {
        NetworkSnapshot saved = network.Save();
        ChannelRow house = Assert.Single(saved.Channels);
        Topic topic = house.Channel.Topic! with { Text = "a hole" };
        return saved with { Channels = [house with { Channel = house.Channel with { Topic = topic } }] };
    }

    private static async Task SaveAsync(RealCluster cluster, NetworkSnapshot saved)
    {
        byte[] bytes = Codec.Encode(saved);
        ulong seq = saved.At.Seq;
        SnapshotChunk chunk = new(Payload.FormatVersion, seq, 0, bytes);
        SnapshotManifest manifest = new(
            Payload.FormatVersion, seq, 1, bytes.Length, NetworkSnapshot.DigestOf(bytes), "root-9", 1);
        NatsJSContext js = new(cluster.Bus);
        (await js.PublishAsync(cluster.Subjects.Saved.Chunk(seq, 0), Codec.Encode(chunk))).EnsureSuccess();
        (await js.PublishAsync(cluster.Subjects.Saved.Manifest, Codec.Encode(manifest))).EnsureSuccess();
    }
}
