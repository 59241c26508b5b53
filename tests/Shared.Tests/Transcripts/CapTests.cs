using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Transcripts;

/// <summary>The lists of capabilities, whatever is in the table.</summary>
public sealed class CapTests
{
    [Fact]
    public async Task LS_302_names_every_capability_and_every_alias()
    {
        string[] lines = await ListAsync("CAP LS 302");
        Assert.All(lines[..^1], line => Assert.StartsWith(":irc.test CAP * LS * :", line, StringComparison.Ordinal));
        Assert.StartsWith(":irc.test CAP * LS :", lines[^1], StringComparison.Ordinal);
        Assert.Equal(
            CapabilityTable.All.Where(c => !c.Informational).SelectMany(c => c.Aliases.Prepend(c.Name)),
            lines.SelectMany(NamesIn).Select(name => name.Split('=')[0]));
    }

    // A client of before version 302 would take the first of several lines for all there is.
    [Fact]
    public async Task LS_301_is_one_line_with_all_that_is_no_draft()
    {
        string line = Assert.Single(await ListAsync("CAP LS"));
        Assert.Equal(
            CapabilityTable.All.Where(c => !c.Informational).Select(c => c.Name).Where(n => !n.Contains('/')),
            NamesIn(line));
    }

    // STS has a value, and values are of version 302: there is nothing to name, but there is an answer.
    [Fact]
    public async Task LS_301_is_an_empty_line_where_there_is_nothing_but_STS()
    {
        await using MemoryStage stage = new();
        stage.Connect("alice", new Peer("192.0.2.1", "192.0.2.1", false) { Door = Door.StsOnly }, "leaf1");
        await stage.SendAsync("alice", "CAP LS");
        Assert.Equal([":irc.test CAP * LS :"], stage.Inbox("alice"));
    }

    [Fact]
    public async Task Who_listens_for_it_is_told_of_a_new_STS_policy_and_never_of_its_end()
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice", "CAP LS 302");
        await ConnectAsync(stage, "bob", "CAP LS 302", "CAP END");
        await ConnectAsync(stage, "carol", "CAP LS");
        StsConfig sts = new() { Enabled = true, Port = 6697 };
        TransportConfig transport = TestConfig.Public.Transport with { Sts = sts };
        stage.Reconfigure(TestConfig.Public with { Transport = transport });
        Assert.Equal([":irc.test CAP alice NEW :sts=port=6697"], stage.Inbox("alice"));
        Assert.Equal([":irc.test CAP bob NEW :sts=port=6697"], stage.Inbox("bob"));
        stage.Inbox("bob").Clear();
        stage.Reconfigure(TestConfig.Public);
        Assert.Empty(stage.Inbox("bob"));
        Assert.Empty(stage.Inbox("carol"));
    }

    [Fact]
    public async Task A_capability_with_another_value_is_told_of_as_new()
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice", "CAP REQ cap-notify", "CAP END");
        stage.Reconfigure(TestConfig.Public with { Limits = new Limits { MultilineLines = 7 } });
        Assert.Equal(
            [$":irc.test CAP alice NEW :draft/multiline=max-bytes={new Limits().MultilineBytes},max-lines=7"],
            stage.Inbox("alice"));
    }

    [Fact]
    public async Task A_capability_that_is_switched_off_is_taken_back_and_cannot_be_had()
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice", "CAP LS 302", "CAP REQ draft/relaymsg", "CAP END");
        await ConnectAsync(stage, "bob", "CAP REQ draft/relaymsg", "CAP END");
        NetworkConfig off = TestConfig.Public with { Relaymsg = false };
        stage.Reconfigure(off);
        Assert.Equal([":irc.test CAP alice DEL :draft/relaymsg"], Taken(stage, "alice"));
        Assert.Empty(Taken(stage, "bob"));
        foreach (string nick in (string[])["alice", "bob"])
        {
            await stage.SendAsync(nick, "CAP LIST");
            Assert.DoesNotContain("relaymsg", string.Join(' ', Taken(stage, nick)), StringComparison.Ordinal);
            await stage.SendAsync(nick, "CAP REQ :draft/relaymsg");
            Assert.Equal([$":irc.test CAP {nick} NAK :draft/relaymsg"], Taken(stage, nick));
            // A client that was told late may still say that it does without the capability.
            await stage.SendAsync(nick, "CAP REQ :-draft/relaymsg");
            Assert.Equal([$":irc.test CAP {nick} ACK :-draft/relaymsg"], Taken(stage, nick));
            await stage.SendAsync(nick, "CAP LS 302");
            Assert.DoesNotContain("relaymsg", string.Join(' ', Taken(stage, nick)), StringComparison.Ordinal);
        }

        stage.Reconfigure(TestConfig.Public);
        Assert.Equal([":irc.test CAP alice NEW :draft/relaymsg=/"], Taken(stage, "alice"));
    }

    [Fact]
    public async Task A_token_that_brings_nobody_back_is_not_offered()
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice", "CAP REQ :cap-notify ircnats/resume", "CAP END");
        stage.Reconfigure(TestConfig.Public with { LeafLoss = new LeafLossConfig { Grace = 0 } });
        Assert.Equal([":irc.test CAP alice DEL :ircnats/resume"], Taken(stage, "alice"));
        await stage.SendAsync("alice", "CAP LIST");
        Assert.Equal([":irc.test CAP alice LIST :cap-notify"], Taken(stage, "alice"));
    }

    private static string[] Taken(MemoryStage stage, string nick)
    {
        string[] lines = [.. stage.Inbox(nick)];
        stage.Inbox(nick).Clear();
        return lines;
    }

    private static async Task ConnectAsync(MemoryStage stage, string nick, params string[] negotiation)
    {
        await stage.ConnectAsync(nick, null);
        foreach (string line in negotiation) await stage.SendAsync(nick, line);
        await stage.SendAsync(nick, $"NICK {nick}");
        await stage.SendAsync(nick, $"USER {nick} 0 * :{nick}");
        stage.Inbox(nick).Clear();
    }

    private static async Task<string[]> ListAsync(string command)
    {
        await using MemoryStage stage = new();
        await stage.ConnectAsync("alice", null);
        await stage.SendAsync("alice", command);
        string[] lines = [.. stage.Inbox("alice")];
        Assert.All(lines, line => Assert.InRange(line.Length + 2, 1, Limits.LineLen));
        return lines;
    }

    private static string[] NamesIn(string line) => line[(line.LastIndexOf(':') + 1)..].Split(' ');
}
