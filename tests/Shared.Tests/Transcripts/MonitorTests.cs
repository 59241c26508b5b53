using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Transcripts;

/// <summary>MONITOR where a transcript would have to spell out a welcome.</summary>
public sealed class MonitorTests
{
    private const string Asked = ":irc.test 731 alice :bob", Came = ":irc.test 730 alice :bob!bob@127.0.0.1";

    [Fact]
    public async Task Who_monitors_a_nick_is_told_when_it_connects_and_when_it_goes()
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice");
        await stage.SendAsync("alice", "MONITOR + bob");
        await ConnectAsync(stage, "bob");
        await stage.CloseAsync("bob");
        Assert.Equal([Asked, Came, Asked], Heard(stage));
    }

    [Fact]
    public async Task A_list_ends_with_its_connection()
    {
        await using MemoryStage stage = new(leaves: 1);
        await ConnectAsync(stage, "alice");
        await stage.SendAsync("alice", "MONITOR + bob");
        await stage.CloseAsync("alice");
        await ConnectAsync(stage, "bob");
        Assert.Equal([Asked], Heard(stage));
        Assert.Equal(1, Assert.Single(stage.Cores).Sessions);
    }

    // The events that would have told of it were never brought: the network is another one at once.
    [Fact]
    public async Task A_leaf_made_anew_tells_who_went_meanwhile()
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice");
        await ConnectAsync(stage, "bob");
        await stage.SendAsync("alice", "MONITOR + bob");
        NetworkSnapshot now = stage.Root.Save();
        stage.Cores.First().Reloaded(now, now.Time);
        stage.Cores.First().Reloaded(now with { Users = [.. now.Users.Where(u => u.User.Nick != "bob")] }, now.Time);
        Assert.Equal([Came, Asked], Heard(stage));
    }

    private static string[] Heard(MemoryStage stage) =>
        [.. stage.Inbox("alice").Where(l => l.Contains(" 73", StringComparison.Ordinal))];

    private static async Task ConnectAsync(MemoryStage stage, string nick)
    {
        await stage.ConnectAsync(nick, null);
        await stage.SendAsync(nick, $"NICK {nick}");
        await stage.SendAsync(nick, $"USER {nick} 0 * :{nick}");
    }
}
