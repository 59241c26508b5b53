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
