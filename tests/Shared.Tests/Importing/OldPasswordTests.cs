using System.Text;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Core.Importing;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Importing;

/// <summary>Who comes from another network logs in by the password that they had there.</summary>
public sealed class OldPasswordTests
{
    private const string Password = "correct-horse";

    private static readonly string s_hash = BCrypt.Net.BCrypt.HashPassword(Password, 4);

    private static readonly RootsKey s_key = TestConfig.Secrets.Key;

    private readonly MemoryStage _stage = new(leaves: 2);

    public OldPasswordTests() => _stage.Import(new ImportBatch
    {
        Accounts = [new ImportedAccount("Alice") { RegisteredAt = 1, Secret = s_key.SealedHash(s_hash, "Alice") }],
    });

    [Fact]
    public async Task The_first_login_makes_a_verifier_and_the_next_ones_are_proved_by_SCRAM()
    {
        Assert.Null(await LoginAsync("one", "alice", "wrong"));
        Assert.NotNull(s_key.OpenedHash(Secret, "Alice"));
        Assert.Equal("Alice", await LoginAsync("two", "ALICE", Password));
        Assert.Null(s_key.OpenedHash(Secret, "Alice"));
        Assert.NotNull(s_key.Opened(Secret, "Alice"));
        byte[] upgraded = Secret;
        Assert.Equal("Alice", await LoginAsync("three", "Alice", Password));
        Assert.Null(await LoginAsync("four", "Alice", "wrong"));
        Assert.Equal(upgraded, Secret);
        Assert.Contains(_stage.Replicas.First().Users, u => u.Account == "Alice");
    }

    [Fact]
    public async Task IDENTIFY_does_the_same_and_the_password_can_be_changed_after_it()
    {
        await _stage.ConnectAsync("bob", null);
        await _stage.SendAsync("bob", "NICK bob");
        await _stage.SendAsync("bob", "USER u 0 * :x");
        _stage.Inbox("bob").Clear();
        await _stage.SendAsync("bob", "NS IDENTIFY alice nonsense");
        Assert.Null(_stage.Root.FindUser("bob")!.Account);
        await _stage.SendAsync("bob", $"NS IDENTIFY alice {Password}");
        Assert.Contains(_stage.Inbox("bob"), l => l.Contains(" 900 bob ", StringComparison.Ordinal));
        Assert.Null(s_key.OpenedHash(Secret, "Alice"));
    }

    [Fact]
    public async Task A_client_that_is_SCRAMs_client_itself_is_told_what_to_do()
    {
        await ConnectAsync("one");
        await _stage.SendAsync("one", "AUTHENTICATE SCRAM-SHA-256");
        string first = Convert.ToBase64String("n,,n=alice,r=abcdefgh"u8.ToArray());
        await _stage.SendAsync("one", $"AUTHENTICATE {first}");
        Assert.Contains(
            _stage.Inbox("one"), l => l.Contains("log in to it once with PLAIN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_password_and_no_hash_crosses_the_bus_or_stands_in_the_log()
    {
        await LoginAsync("one", "alice", Password);
        foreach (byte[] bytes in _stage.OnTheBus)
        {
            string text = Encoding.UTF8.GetString(bytes);
            Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain(s_hash[7..], text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_suspended_account_is_not_let_in()
    {
        _stage.Happen(new Events.AccountSuspended("Alice", "root", "spam"));
        Assert.Null(await LoginAsync("one", "alice", Password));
        Assert.NotNull(s_key.OpenedHash(Secret, "Alice"));
    }

    [Fact]
    public void Few_are_hashed_at_a_time_and_wrong_ones_count()
    {
        List<(int Number, OldPasswordQuestion Question)> compared = [];
        List<ProofAnswer> told = [];
        OldPasswordDesk desk = new(
            new ProofDoor(), 2, (number, question) => compared.Add((number, question)), (_, said) => told.Add(said));
        LoadedConfig config = new(
            TestConfig.Public with
            {
                Session = TestConfig.Public.Session with
                {
                    Throttle = new ThrottleConfig { LoginAttempts = 3, LoginWindow = 60_000 },
                },
            },
            TestConfig.Secrets);
        for (int i = 0; i < 3; i++) Ask("192.0.2.1");
        Assert.Equal(2, compared.Count);
        Assert.Equal("Alice", compared[0].Question.Account);
        Ask("192.0.2.1");
        Assert.Equal(ProofKind.Throttled, Assert.Single(told).Kind);
        desk.Answered(1, new OldPasswordAnswer(false, default), config, _stage.Root, 1, 1);
        desk.Answered(2, new OldPasswordAnswer(null, default), config, _stage.Root, 1, 1);
        desk.Answered(3, new OldPasswordAnswer(true, new byte[] { 1 }), config, _stage.Root, 1, 1);
        Assert.Equal([ProofKind.Wrong, ProofKind.Busy, ProofKind.Right], told.Skip(1).Select(t => t.Kind));
        Ticket ticket = told[^1].Ticket!;
        Assert.Equal((Purpose.OldPassword, "Alice"), (ticket.Purpose, ticket.Account));
        for (int i = 0; i < Turns.MostWaiting + 3; i++) Ask($"10.0.{i / 250}.{i % 250}", $"user{i}");
        Assert.Equal(ProofKind.Busy, told[^1].Kind);

        void Ask(string address, string name = "alice") => desk.Asked(
            new ProofQuestion(Payload.FormatVersion, "leaf1", 1, 1, Purpose.OldPassword, name, address)
            {
                Box = new byte[] { 1 },
            },
            "", config, _stage.Root, 1);
    }

    [Theory]
    [InlineData("$2x$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234", false)]
    [InlineData("$2b$04$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234", true)]
    [InlineData("$2b$15$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234", false)]
    [InlineData("$2b$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123", false)]
    [InlineData("$2b$10$abcdefghijklmnopqrstuu!BCDEFGHIJKLMNOPQRSTUVWXYZ01234", false)]
    [InlineData("", false)]
    public void Only_hashes_of_bcrypt_are_taken(string hash, bool isTaken) =>
        Assert.Equal(isTaken, OldHash.Fault(hash) is null);

    private byte[] Secret => _stage.Root.FindAccount("alice")!.Secret.ToArray();

    private async Task ConnectAsync(string who)
    {
        await _stage.ConnectAsync(who, null);
        await _stage.SendAsync(who, "CAP LS 302");
        await _stage.SendAsync(who, "CAP REQ sasl");
    }

    // The account to which they are logged in; null: to none.
    private async Task<string?> LoginAsync(string who, string account, string password)
    {
        await ConnectAsync(who);
        await _stage.SendAsync(who, $"NICK {who}");
        await _stage.SendAsync(who, "USER u 0 * :x");
        await _stage.SendAsync(who, "AUTHENTICATE PLAIN");
        string plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{account}\0{password}"));
        await _stage.SendAsync(who, $"AUTHENTICATE {plain}");
        await _stage.SendAsync(who, "CAP END");
        return _stage.Root.FindUser(who)?.Account;
    }
}
