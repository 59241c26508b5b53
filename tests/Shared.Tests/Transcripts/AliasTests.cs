using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Transcripts;

/// <summary>Commands under the names that the configuration gives them, before registration too.</summary>
public sealed class AliasTests
{
    [Fact]
    public async Task An_alias_is_the_command_itself_labels_and_errors_included()
    {
        await using MemoryStage stage = new();
        stage.Reconfigure(TestConfig.Public with
        {
            CommandAliases = [new CommandAlias("MSG", "PRIVMSG"), new CommandAlias("CALLME", "NICK")],
        });
        await stage.ConnectAsync("alice", null);
        string[] lines =
            ["CAP REQ :batch labeled-response echo-message", "CALLME alice", "USER alice 0 * :Alice", "CAP END"];
        foreach (string line in lines) await stage.SendAsync("alice", line);
        stage.Inbox("alice").Clear();

        await stage.SendAsync("alice", "@label=a msg nobody :hi");
        await stage.SendAsync("alice", "MSG");

        Assert.Equal(
            ["@label=a :irc.test 401 alice nobody :No such nick/channel", ":irc.test 411 alice :No recipient given"],
            stage.Inbox("alice"));
    }
}
