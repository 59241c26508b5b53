using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Transcripts;

/// <summary>How long the lines of a client that has hung up are waited for.</summary>
public sealed class HangUpTests
{
    [Fact]
    public async Task A_client_that_hung_up_is_let_go_within_a_bounded_time_whatever_its_budget()
    {
        await using MemoryStage stage = new(leaves: 1);
        FakelagConfig slow = new() { BurstLimit = 5, Window = 600_000, MessagesPerWindow = 1 };
        stage.Reconfigure(TestConfig.Public with { Session = TestConfig.Public.Session with { Fakelag = slow } });
        await stage.ConnectAsync("alice", null);
        foreach (string line in (string[])["NICK alice", "USER alice 0 * :Alice", "JOIN #a", "JOIN #b", "JOIN #c",
            "JOIN #d", "JOIN #e", "PART #a", "PART #b"])
            await stage.SendAsync("alice", line);

        await stage.CloseAsync("alice");
        await stage.WaitAsync(TimeSpan.FromSeconds(59));
        Assert.Single(stage.Root.Users);

        await stage.WaitAsync(TimeSpan.FromSeconds(3));
        Assert.Empty(stage.Root.Users);
        Assert.Equal(0, stage.Cores.Single().Sessions);
        Assert.Equal(
            "ERROR :Connection closed before all of your lines were done: there were too many of them",
            stage.Inbox("alice").Last());
    }
}
