using System.Security.Cryptography;
using IrcNats.Leaf.Core;
using IrcNats.Proving;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Rules;

/// <summary>CHALLENGE, with signatures of the transcripts' key. Oper/challenge.irc has the refusals.</summary>
public sealed class KeyChallengeTests
{
    [Theory]
    [InlineData("keyed")]
    [InlineData("KEYED")]
    public async Task Whoever_signs_the_nonce_is_an_operator(string name)
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice");
        string nonce = await NonceAsync(stage, "alice", name);
        await stage.SendAsync("alice", $"CHALLENGE {name} {Signed(nonce)}");
        Assert.StartsWith(":irc.test 381 alice ", stage.Inbox("alice").Peek(), StringComparison.Ordinal);
        Assert.Equal("keyed", stage.Root.FindUser("alice")!.Oper!.Name);
    }

    [Fact]
    public async Task Of_somebody_elses_nonce_or_an_old_one_nothing_comes()
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice");
        await ConnectAsync(stage, "bob");
        string nonce = await NonceAsync(stage, "alice", "keyed");
        stage.Inbox("bob").Clear();
        await stage.SendAsync("bob", $"CHALLENGE keyed {Signed(nonce)}");
        Assert.StartsWith(":irc.test FAIL CHALLENGE EXPIRED ", stage.Inbox("bob").Peek(), StringComparison.Ordinal);
        await stage.WaitAsync(TimeSpan.FromSeconds(61));
        stage.Inbox("alice").Clear();
        await stage.SendAsync("alice", $"CHALLENGE keyed {Signed(nonce)}");
        Assert.StartsWith(":irc.test FAIL CHALLENGE EXPIRED ", stage.Inbox("alice").Peek(), StringComparison.Ordinal);
        Assert.DoesNotContain(stage.Root.Users, user => user.IsOper);
    }

    private static async Task ConnectAsync(MemoryStage stage, string nick)
    {
        stage.Connect(nick, new Peer("127.0.0.1", "127.0.0.1", false), "leaf1");
        await stage.SendAsync(nick, $"NICK {nick}");
        await stage.SendAsync(nick, $"USER {nick} 0 * :{nick}");
    }

    private static async Task<string> NonceAsync(MemoryStage stage, string nick, string name)
    {
        stage.Inbox(nick).Clear();
        await stage.SendAsync(nick, $"CHALLENGE {name}");
        string[] lines = [.. stage.Inbox(nick)];
        Assert.Equal($":irc.test 741 {nick} :End of CHALLENGE", lines[1]);
        stage.Inbox(nick).Clear();
        return lines[0].Split(':')[^1];
    }

    private static string Signed(string nonce) =>
        KeyChallenge.Answer(nonce, SHA512.HashData(KeyChallenge.MessageOf(nonce)));
}
