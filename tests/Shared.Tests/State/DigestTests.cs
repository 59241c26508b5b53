using IrcNats.Leaf.Core;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.State;

/// <summary>A replica that is not what the root has is found at the next mark, and made anew.</summary>
public sealed class DigestTests
{
    private const string Party = "alice @leaf1\nbob @leaf2\nalice, bob join #dev\nalice> TOPIC #dev :one\n"
        + "alice, bob< :alice!alice@127.0.0.1 TOPIC #dev :one";

    [Fact]
    public async Task Equal_replicas_raise_no_alarm()
    {
        await using MemoryStage stage = new(leaves: 2);
        await new Transcript(stage).PlayAsync(Party);
        List<string> alarms = [];
        foreach (LeafCore leaf in stage.Cores) leaf.Diverged += (own, _) => alarms.Add(own);

        stage.Mark();

        Assert.Empty(alarms);
    }

    [Fact]
    public async Task One_changed_letter_is_found_at_the_next_mark_and_mended_from_the_log()
    {
        await using MemoryStage stage = new(leaves: 2);
        await new Transcript(stage).PlayAsync(Party);
        LeafCore spoiled = stage.Cores.Last();
        List<(string Own, string Root)> alarms = [];
        foreach (LeafCore leaf in stage.Cores) leaf.Diverged += (own, root) => alarms.Add((own, root));
        spoiled.Reloaded(Spoil(stage.Root.Save()), 1_700_000_000_000);
        string right = Codec.Digest(stage.Root);

        stage.Mark();

        Assert.Equal([(Codec.Digest(Network.Load(Spoil(Earlier(stage)))), right)], alarms);
        List<string> wrong = [];
        spoiled.Mended += wrong.AddRange;
        spoiled.Reloaded(stage.Root.Save(), 1_700_000_000_000, ReloadReason.Wrong);
        Assert.Equal(["Channels[0].Channel.Topic.Text: \"onf\", not \"one\""], wrong);
        stage.Mark();
        Assert.Single(alarms);
        Assert.Equal(Codec.Digest(stage.Root), Codec.Digest(spoiled.Network));
    }

    // The root's network as it was before the mark: the mark changes only the position.
    private static NetworkSnapshot Earlier(MemoryStage stage) =>
        stage.Root.Save() with { At = new Position(stage.Root.Seq - 1, 0) };

    private static NetworkSnapshot Spoil(NetworkSnapshot saved) => saved with
    {
        Channels = [.. saved.Channels.Select(row => row with
        {
            Channel = row.Channel with { Topic = row.Channel.Topic! with { Text = "onf" } },
        })],
    };
}
