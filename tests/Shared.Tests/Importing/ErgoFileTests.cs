using IrcNats.Ports;
using IrcNats.Root.Core.Importing;
using IrcNats.Root.Moving;
using IrcNats.Root.Passwords;

namespace IrcNats.Tests.Importing;

/// <summary>Files of Ergo's form: what is read, what is left out, and what is refused as a whole.</summary>
public sealed class ErgoFileTests : IDisposable
{
    // As Ergo's scripts write it: one of them has a field in other letters.
    private const string Whole = """
        {
          "version": 1, "source": "atheme",
          "users": {
            "Alice": {
              "name": "Alice", "hash": "$2y$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
              "email": "alice@example.net", "registeredAt": 1600134392000000000, "vhost": "staff.example.net",
              "additionalnicks": ["Ally"],
              "certfps": ["AA:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "abc"]
            },
            "bob": { "name": "bob", "hash": "$1$salt$of-md5", "email": "nobody" },
            "carol": { "hash": "$2a$31$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234", "unknown": [1, {}] },
            "dave": null
          },
          "channels": {
            "#dev": {
              "name": "#dev", "founder": "Alice", "registeredAt": 1600134478000000000, "topic": "hi",
              "topicSetBy": "s", "topicSetAt": 1600135864000000000, "amode": {"bob": "o", "Alice": "q"},
              "modes": "nt", "key": "k", "limit": 272, "forward": "#other", "successor": "bob"
            }
          }
        }
        """;

    private readonly string _path = Path.GetTempFileName();
    private readonly List<string> _leftOut = [];

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_Ergos_scripts_write_is_read()
    {
        RootsKey key = RootsKey.Of("x");
        ImportBatch[] batches = [.. new ErgoItems(Read(Whole), key, _leftOut.Add).Batches()];
        Assert.Equal(2, batches.Length);
        ImportedAccount alice = batches[0].Accounts[0];
        Assert.Equal(("Alice", 1_600_134_392_000, "staff.example.net"), (alice.Name, alice.RegisteredAt, alice.Vhost));
        Assert.Equal("alice@example.net", key.OpenedEmail(alice.Email, "Alice"));
        Assert.StartsWith("$2y$10$", key.OpenedHash(alice.Secret, "Alice"), StringComparison.Ordinal);
        Assert.Equal(["Ally"], alice.Nicks);
        Assert.Equal([new string('a', 64)], alice.Certfps);
        ImportedChannel dev = Assert.Single(batches[1].Channels);
        Assert.Equal(("#dev", "Alice", "nt", "k", 272, "#other"),
            (dev.Name, dev.Founder, dev.Modes, dev.Key, dev.Limit, dev.Forward));
        Assert.Equal(("hi", "s", 1_600_135_864_000), (dev.Topic, dev.TopicSetBy, dev.TopicSetAt));
        Assert.Equal(
            [
                "account Alice: certificate abc: it is no SHA-256",
                "account bob: password: its password is kept as a hash that is not of bcrypt",
                "account bob: e-mail: it is no address",
                "account carol: password: its password is hashed with the cost 31, and 14 is the most here",
                "account dave: all of it: there is nothing about it",
            ],
            _leftOut);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused_with_the_place()
    {
        for (int length = 1; length < Whole.Length; length++)
        {
            string why = Assert.Throws<MoveException>(() => Read(Whole[..length])).Message;
            Assert.Contains("is cut off or no such file: at line ", why, StringComparison.Ordinal);
            Assert.DoesNotContain("$2y$", why, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "at line 1, byte 1")]
    [InlineData("null", "has nothing in it")]
    [InlineData("[1]", "at line 1, byte 2")]
    [InlineData("{}", "is of version (none), and only 1 is known")]
    [InlineData("""{"version": 2}""", "is of version 2, and only 1 is known")]
    [InlineData("""{"version": 1, "users": {"a": {"name": 5}}}""", "($.users.a.name)")]
    [InlineData("""{"version": 1, "users": {"a": {}, "a": {}}}""", "at line 1, byte")]
    [InlineData("""{"version": 1} {}""", "at line 1, byte 16")]
    public void Something_else_is_refused(string text, string why) =>
        Assert.Contains(why, Assert.Throws<MoveException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.StartsWith(
            "/nowhere cannot be read", Assert.Throws<MoveException>(() => ErgoFile.Read("/nowhere")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Batches_are_bounded()
    {
        string users = string.Join(',', Enumerable.Range(0, 1050).Select(i => $$"""
            "u{{i}}": {"email": "u{{i}}@example.net", "certfps": []}
            """));
        ErgoFile file = Read("{\"version\":1,\"users\":{" + users + "}}");
        ImportBatch[] batches = [.. new ErgoItems(file, RootsKey.Of("x"), _leftOut.Add).Batches()];
        Assert.Equal(1050, batches.Sum(b => b.Accounts.Count));
        Assert.All(batches, b => Assert.InRange(b.Accounts.Count, 1, 100));
        Assert.All(batches, b => Assert.InRange(b.Sealed(RootsKey.Of("x")).Length, 1, 128 * 1024));
    }

    private ErgoFile Read(string text)
    {
        File.WriteAllText(_path, text);
        return ErgoFile.Read(_path);
    }
}
