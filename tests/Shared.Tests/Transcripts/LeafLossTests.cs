using IrcNats.Transcripts;

namespace IrcNats.Tests.Transcripts;

/// <summary>What a user of a lost leaf finds when they come back.</summary>
public sealed class LeafLossTests
{
    [Fact]
    public async Task A_nick_whose_leaf_is_lost_is_free_for_who_asks_for_it()
    {
        await using MemoryStage stage = new(leaves: 2);
        await new Transcript(stage).PlayAsync("alice @leaf1\nbob @leaf2\nalice, bob join #dev\n!lose leaf2");

        await TryAsync(stage, "early");
        Assert.Contains(stage.Inbox("early"), line => line.Contains(" 433 ", StringComparison.Ordinal));

        await stage.WaitAsync(TimeSpan.FromSeconds(10));
        await TryAsync(stage, "later");
        Assert.Contains(stage.Inbox("later"), line => line.StartsWith(":irc.test 001 bob ", StringComparison.Ordinal));
        Assert.Equal([":bob!bob@127.0.0.1 QUIT :*.net *.split"], stage.Inbox("alice"));
    }

    private static async Task TryAsync(MemoryStage stage, string name)
    {
        await stage.ConnectAsync(name, "leaf1");
        await stage.SendAsync(name, "NICK bob");
        await stage.SendAsync(name, "USER bob 0 * :bob");
        await stage.SettleAsync(name);
    }
}
