using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.State;

public sealed class LeafRecordTests
{
    [Fact]
    public async Task What_one_line_was_told_is_remembered_to_a_bound()
    {
        await using MemoryStage stage = new();
        await stage.ConnectAsync("alice", null);
        await stage.SendAsync("alice", "NICK alice");
        await stage.SendAsync("alice", "USER alice 0 * :alice");
        string refused = string.Join(',', Enumerable.Range(100, 120));
        await stage.SendAsync("alice", $"JOIN #new,{refused}");

        Assert.Equal(120, stage.Inbox("alice").Count(l => l.Contains(" 403 ", StringComparison.Ordinal)));
        foreach (Network net in stage.Replicas.Append(stage.Root))
            Assert.All(net.FindLeaf("leaf1")!.Effects, e => Assert.InRange(
                e.Replies.Sum(r => r.Length), 0, LeafRecord.ReplyCharsKept));
        Assert.Single(stage.Replicas.Append(stage.Root).Select(Codec.Digest).Distinct());
    }
}
