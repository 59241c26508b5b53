using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Transcripts;

/// <summary>Every transcript, in memory: one root and two leaves, the sessions spread over both.</summary>
public sealed class TranscriptTests
{
    public static TheoryData<string> Files => [.. Scenarios.All];

    [Theory, MemberData(nameof(Files))]
    public async Task Plays(string file)
    {
        await using MemoryStage stage = new(leaves: 2, TestConfig.Of(file));
        await new Transcript(stage).PlayAsync(Scenarios.Read(file));

        byte[] root = Codec.Encode(stage.Root.Save()), common = Codec.Encode(stage.Root.Save(withAccounts: false));
        Assert.All(stage.Replicas, replica => Assert.Equal(common, Codec.Encode(replica.Save())));
        Assert.Equal(root, Codec.Encode(Network.Load(stage.Root.Save()).Save()));
    }

    [Fact]
    public async Task A_wrong_expectation_names_its_line_and_what_came()
    {
        await using MemoryStage stage = new();
        TranscriptException e = await Assert.ThrowsAsync<TranscriptException>(
            () => new Transcript(stage).PlayAsync("alice> PING a\nalice< :irc.test PONG irc.test :b"));
        Assert.StartsWith("line 2:", e.Message, StringComparison.Ordinal);
        Assert.Contains("alice got: :irc.test PONG irc.test", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unexpected_line_fails()
    {
        await using MemoryStage stage = new();
        Exception e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => new Transcript(stage).PlayAsync("alice> PING a"));
        Assert.Contains("alice also got", e.Message, StringComparison.Ordinal);
    }
}
