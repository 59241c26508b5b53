using IrcNats.Transcripts;

namespace IrcNats.Tests.Transcripts;

/// <summary>What a client sets of its metadata before it is a user. Transcripts pass over the welcome.</summary>
public sealed class BeforeConnectTests
{
    [Fact]
    public async Task Metadata_set_before_registration_is_shown_before_the_end_of_the_welcome()
    {
        await using MemoryStage stage = new();
        string[] welcome = await RegisterAsync(stage, "draft/metadata-2 batch", "METADATA * SET url :http://a.example");
        int batch = Array.IndexOf(welcome, ":irc.test BATCH +metadata metadata alice");
        Assert.Equal("@batch=metadata :irc.test METADATA alice url * :http://a.example", welcome[batch + 1]);
        Assert.Equal(":irc.test BATCH -metadata", welcome[batch + 2]);
        Assert.StartsWith(":irc.test 422 ", welcome[batch + 3], StringComparison.Ordinal);
        Assert.All(stage.Replicas, replica => Assert.Single(replica.FindUser("alice")!.Metadata));
    }

    [Fact]
    public async Task Who_says_before_registration_that_they_are_away_is_away_and_told_so_once()
    {
        await using MemoryStage stage = new();
        string[] welcome = await RegisterAsync(stage, "draft/pre-away", "AWAY :in a tunnel");
        Assert.DoesNotContain(welcome, line => line.Contains(" 306 ", StringComparison.Ordinal));
        Assert.All(stage.Replicas, replica => Assert.Equal("in a tunnel", replica.FindUser("alice")!.Away));
    }

    // https://github.com/ircv3/ircv3-specifications/pull/603
    [Fact]
    public async Task Who_asks_for_whoami_is_told_their_hostmask_between_005_and_LUSERS()
    {
        await using MemoryStage stage = new();
        string[] welcome = await RegisterAsync(stage, "draft/whoami chghost");
        int self = Array.IndexOf(welcome, ":alice!alice@127.0.0.1 SETNAME :Alice");
        Assert.StartsWith(":irc.test 005 ", welcome[self - 1], StringComparison.Ordinal);
        Assert.StartsWith(":irc.test 251 ", welcome[self + 1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_knows_metadata_and_has_none_is_shown_an_empty_batch()
    {
        await using MemoryStage stage = new();
        string[] welcome = await RegisterAsync(stage, "draft/metadata-3 batch");
        int batch = Array.IndexOf(welcome, ":irc.test BATCH +metadata metadata alice");
        Assert.Equal(":irc.test BATCH -metadata", welcome[batch + 1]);
    }

    [Fact]
    public async Task Who_does_not_know_metadata_is_shown_nothing_of_it()
    {
        await using MemoryStage stage = new();
        string[] welcome = await RegisterAsync(stage, "batch", "METADATA * SET url :http://a.example");
        Assert.DoesNotContain(welcome, line => line.Contains("metadata", StringComparison.Ordinal));
    }

    // https://ircv3.net/specs/extensions/account-registration
    [Fact]
    public async Task An_account_is_registered_before_only_where_the_network_allows_it()
    {
        await using MemoryStage stage = new();
        Transcript play = new(stage);
        await play.PlayAsync("alice connects\nalice> CAP LS 302\nalice< *draft/account-registration=before-connect *"
            + "\nalice< *\nalice< *");
        stage.Reconfigure(TestConfig.Public with
        {
            Accounts = TestConfig.Public.Accounts with { BeforeConnect = false },
        });
        stage.Inbox("alice").Clear();
        await play.PlayAsync(
            """
            alice> NICK alice
            alice> REGISTER * * sesame
            alice< :irc.test FAIL REGISTER COMPLETE_CONNECTION_REQUIRED * :Finish your registration *
            """);
        Assert.Null(stage.Root.FindAccount("alice"));
    }

    private static async Task<string[]> RegisterAsync(MemoryStage stage, string capabilities, params string[] first)
    {
        await stage.ConnectAsync("alice", null);
        string[] lines =
            ["CAP LS 302", $"CAP REQ :{capabilities}", .. first, "NICK alice", "USER alice 0 * :Alice", "CAP END"];
        foreach (string line in lines) await stage.SendAsync("alice", line);
        return [.. stage.Inbox("alice").SkipWhile(l => !l.Contains(" 001 ", StringComparison.Ordinal))];
    }
}
