using System.Text;
using FsCheck.Xunit;
using IrcNats.Proving;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Accounts;

/// <summary>Nobody but a root reads a verifier, and nobody at all a password.</summary>
public sealed class SecretTests
{
    private static readonly RootsKey s_key = TestConfig.Secrets.Key;

    [Fact]
    public void What_a_leaf_sealed_is_opened_by_roots_for_the_same_account_only()
    {
        byte[] box = TestDoor.BoxOf("sesame", 10, s_key.PublicKey(), "alice");
        Assert.Equal(10, Verifier.Parse(s_key.OpenBox(box, "alice")!.Verifier)!.Iterations);
        Assert.Null(s_key.OpenBox(box, "bob"));
        Assert.Null(RootsKey.Of("of quite another network").OpenBox(box, "alice"));
    }

    [Property]
    public bool A_box_that_was_changed_or_is_none_is_not_opened(byte[] bytes, int at, byte flip)
    {
        byte[] box = TestDoor.BoxOf("sesame", 10, s_key.PublicKey(), "alice");
        box[(at & int.MaxValue) % box.Length] ^= flip == 0 ? (byte)1 : flip;
        return s_key.OpenBox(box, "alice") is null && s_key.OpenBox(bytes ?? [], "alice") is null;
    }

    [Property(MaxTest = 20)]
    public bool A_sealed_verifier_is_opened_by_every_root_with_the_secret_and_not_if_it_was_changed(int at)
    {
        Verifier verifier = Verifier.Of("sesame", 10);
        byte[] secret = s_key.Sealed(verifier, "alice");
        bool isOpened = RootsKey.Of("of no other network").Opened(secret, "alice")?.Text == verifier.Text;
        bool isAnothers = s_key.Opened(secret, "bob") is not null;
        secret[(at & int.MaxValue) % secret.Length] ^= 1;
        return isOpened && !isAnothers && s_key.Opened(secret, "alice") is null;
    }

    // Everything that crosses the bus: requests, answers, questions, entries; and the snapshot.
    [Fact]
    public async Task Neither_password_nor_verifier_is_on_the_bus_in_the_log_or_in_a_snapshot()
    {
        await using MemoryStage stage = new();
        await stage.ConnectAsync("alice", null);
        string[] lines =
        [
            "CAP REQ :sasl", "CAP END", "NICK alice", "USER alice 0 * :alice", "NS REGISTER sesame-one",
            "PRIVMSG NickServ :SET PASSWORD sesame-two", "sesame-two", "NS sesame-two", "NS LOGOUT",
            "NS IDENTIFY alice sesame-two", "NS LOGOUT", "AUTHENTICATE PLAIN",
            "AUTHENTICATE " + Convert.ToBase64String("\0alice\0sesame-two"u8), "REGISTER * * sesame-three",
            "NS SET EMAIL sesame-four", "NS IDENTIFY alice sesame-five",
        ];
        foreach (string line in lines) await stage.SendAsync("alice", line);
        Assert.Equal("alice", stage.Root.FindUser("alice")!.Account);
        Account account = stage.Root.FindAccount("alice")!;
        string[] keys = TestConfig.Secrets.Find(account)!.Text.Split('$', ':')[3..];
        byte[][] all = [.. stage.OnTheBus, Codec.Encode(stage.Root.Save())];
        Assert.True(all.Length > 20);
        foreach (string key in (string[])["sesame-", .. keys])
            Assert.DoesNotContain(all, bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(key)) >= 0);
        foreach (string key in keys)
            Assert.DoesNotContain(all, bytes => bytes.AsSpan().IndexOf(Convert.FromBase64String(key)) >= 0);
        Assert.All(stage.Replicas, leaf => Assert.Null(leaf.FindAccount("alice")));
    }

    // What somebody outside is asked about crosses the bus, and only roots read it.
    [Fact]
    public async Task Neither_passwords_nor_tokens_that_are_asked_about_outside_are_on_the_bus_or_in_the_log()
    {
        await using MemoryStage stage = new(config: TestConfig.WithSidecar);
        await stage.ConnectAsync("alice", null);
        string[] lines =
        [
            "CAP REQ :sasl", "AUTHENTICATE PLAIN",
            "AUTHENTICATE " + Convert.ToBase64String("\0alice\0directory"u8),
            "CAP END", "NICK alice", "USER alice 0 * :alice", "NS LOGOUT", "NS IDENTIFY alice directory", "NS LOGOUT",
            "PRIVMSG NickServ :IDENTIFY broken directory", "AUTHENTICATE OAUTHBEARER",
            "AUTHENTICATE " + Convert.ToBase64String("n,,\u0001auth=Bearer token-of-alice\u0001\u0001"u8),
            "AUTHENTICATE OAUTHBEARER",
            "AUTHENTICATE " + Convert.ToBase64String("n,,\u0001auth=Bearer token-stolen\u0001\u0001"u8),
            "AUTHENTICATE +",
        ];
        foreach (string line in lines) await stage.SendAsync("alice", line);
        Assert.Equal("alice", stage.Root.FindUser("alice")!.Account);
        byte[][] all = [.. stage.OnTheBus, Codec.Encode(stage.Root.Save())];
        Assert.True(all.Length > 15);
        string[] secrets = ["directory", "token-", "sso.irc.test", "/run/auth.sock"];
        foreach (string secret in secrets)
            Assert.DoesNotContain(all, bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0);
        string shown = string.Join('\n', all.Select(bytes =>
            Encoding.UTF8.GetString(Root.Tracing.PayloadJson.Of(bytes)!.Value.Span)));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
    }

    // Everything that crosses the bus, the log, and the snapshot; what is mailed does not cross the bus.
    [Fact]
    public async Task Neither_addresses_nor_codes_are_on_the_bus_in_the_log_or_in_a_snapshot()
    {
        await using MemoryStage stage = new(config: TestConfig.WithMail);
        await new Transcript(stage).PlayAsync(
            """
            alice> REGISTER * alice@irc.test sesame-one
            alice< * REGISTER VERIFICATION_REQUIRED *
            """);
        List<string> codes = [];
        await PlayAsync("alice@irc.test", "VERIFY alice wrong-code", "VERIFY alice {0}", "NS SET EMAIL al@new.test");
        await PlayAsync("al@new.test", "NS VERIFY alice {0}", "NS SENDPASS alice");
        await PlayAsync("al@new.test", "NS RESETPASS alice {0} sesame-two", "NS RESETPASS alice {0} sesame-three");
        Account account = stage.Root.FindAccount("alice")!;
        Assert.Equal("al@new.test", TestConfig.Secrets.EmailOf(account, account.Email));
        Assert.Equal(3, codes.Distinct().Count());
        byte[][] all = [.. stage.OnTheBus, Codec.Encode(stage.Root.Save())];
        foreach (string secret in (string[])["sesame-", "@irc.test", "@new.test", "wrong-code", .. codes])
            Assert.DoesNotContain(all, bytes => Encoding.UTF8.GetString(bytes) is var text
                && text.Replace("NickServ@irc.test", "", StringComparison.Ordinal)
                    .Replace("admin@irc.test", "", StringComparison.Ordinal)
                    .Replace("appeals@irc.test", "", StringComparison.Ordinal)
                    .Contains(secret, StringComparison.Ordinal));

        async Task PlayAsync(string address, params string[] lines)
        {
            string code = (await stage.MailAsync(address))!.Split("The code is: ")[1][..16];
            codes.Add(code);
            foreach (string line in lines)
                await stage.SendAsync("alice", line.Replace("{0}", code, StringComparison.Ordinal));
        }
    }
}
