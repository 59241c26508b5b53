using IrcNats.Leaf.Core;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Rules;

/// <summary>Operators by certificate: what OPER takes, and who is one as they connect.</summary>
public sealed class OperCertificateTests
{
    private const string Other = "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";

    [Theory]
    [InlineData("OPER card", TestConfig.Certfp, "381")]
    [InlineData("OPER card", Other, "461")]
    [InlineData("OPER card", null, "461")]
    [InlineData("OPER both rootpassword", TestConfig.Certfp, "381")]
    [InlineData("OPER both rootpassword", Other, "464")]
    [InlineData("OPER both rootpassword", null, "464")]
    [InlineData("OPER both wrong", TestConfig.Certfp, "464")]
    [InlineData("OPER both", TestConfig.Certfp, "461")]
    [InlineData("OPER nobody", TestConfig.Certfp, "461")]
    [InlineData("OPER root rootpassword", Other, "381")]
    public async Task OPER_takes_what_the_block_says(string line, string? certfp, string numeric)
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice", certfp);
        stage.Inbox("alice").Clear();
        await stage.SendAsync("alice", line);
        Assert.StartsWith($":irc.test {numeric} alice ", stage.Inbox("alice").Peek(), StringComparison.Ordinal);
        Assert.Equal(numeric == "381", stage.Root.FindUser("alice")!.IsOper);
    }

    [Fact]
    public async Task A_certificate_alone_makes_an_operator_of_who_connects_with_it()
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice", TestConfig.AutomaticCertfp);
        string[] lines = [.. stage.Inbox("alice")];
        Assert.Contains(":irc.test 001 alice", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                ":irc.test 381 alice :You are now an IRC operator",
                ":alice!alice@127.0.0.1 MODE alice +o",
                ":irc.test 396 alice auto.irc.test :is now your displayed host",
            ],
            lines[^3..]);
        stage.Inbox("alice").Clear();
        await stage.SendAsync("alice", "MODE alice -o");
        Assert.Equal(
            [
                ":alice!alice@auto.irc.test MODE alice -o",
                ":irc.test 396 alice 127.0.0.1 :is now your displayed host",
            ],
            stage.Inbox("alice"));
        Assert.All(stage.Replicas.Append(stage.Root), net => Assert.Equal("127.0.0.1", net.FindUser("alice")!.Host));
    }

    [Fact]
    public async Task Who_shows_another_certificate_is_welcomed_like_everybody()
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice", Other);
        Assert.False(stage.Root.FindUser("alice")!.IsOper);
        Assert.DoesNotContain(stage.Inbox("alice"), line => line.Contains(" 381 ", StringComparison.Ordinal));
    }

    private static async Task ConnectAsync(MemoryStage stage, string nick, string? certfp)
    {
        Assert.True(stage.Connect(nick, new Peer("127.0.0.1", "127.0.0.1", true) { Certfp = certfp }, "leaf2"));
        await stage.SendAsync(nick, $"NICK {nick}");
        await stage.SendAsync(nick, $"USER {nick} 0 * :{nick}");
    }
}
