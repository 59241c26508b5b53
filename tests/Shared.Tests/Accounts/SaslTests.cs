using System.Text;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.Proving;
using IrcNats.State;
using IrcNats.Tests.Proving;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Accounts;

/// <summary>What transcripts cannot show of SASL: clients that play SCRAM, certificates, long messages, time.</summary>
public sealed class SaslTests
{
    private const string Certfp = "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd";

    private readonly ProvingLeaf _leaf = new();

    [Fact]
    public void A_client_plays_SCRAM_itself_and_learns_that_the_server_knows_the_verifier()
    {
        Register("alice", "sesame");
        ProvingLeaf.Client bob = Begin("SCRAM-SHA-256");
        ScramClient scram = new("alice", "abcdef");
        string challenge = Answer(bob, scram.First);
        ServerFirst how = scram.Challenged(challenge);
        string signed = Answer(bob, scram.Final(how, Scram.SaltedPassword("sesame", how.Salt, how.Iterations)));
        Assert.True(scram.IsSigned(signed));
        bob.Send("AUTHENTICATE +");
        Assert.Equal(
            [
                ":irc.test 900 * *!*@192.0.2.1 alice :You are now logged in as alice",
                ":irc.test 903 * :SASL authentication successful",
            ],
            bob.Take());
        bob.Send("NICK bob", "USER bob 0 * :bob", "CAP END");
        Assert.Equal("alice", _leaf.Core.Network.FindUser("bob")!.Account);
    }

    [Fact]
    public void A_wrong_proof_fails_and_one_that_is_sent_again_proves_nothing()
    {
        Register("alice", "sesame");
        ProvingLeaf.Client bob = Begin("SCRAM-SHA-256");
        ScramClient scram = new("alice", "abcdef");
        ServerFirst how = scram.Challenged(Answer(bob, scram.First));
        string wrong = scram.Final(how, Scram.SaltedPassword("wrong", how.Salt, how.Iterations));
        Send(bob, wrong);
        _leaf.Prove();
        Assert.Equal([":irc.test 904 * :SASL authentication failed"], bob.Take());

        string right = scram.Final(how, Scram.SaltedPassword("sesame", how.Salt, how.Iterations));
        ProvingLeaf.Client thief = Begin("SCRAM-SHA-256");
        Answer(thief, scram.First);
        Send(thief, right);
        _leaf.Prove();
        Assert.Equal(
            [
                ":irc.test FAIL AUTHENTICATE TEMPORARILY_UNAVAILABLE "
                    + ":The network cannot check this now; try again later",
                ":irc.test 904 * :The network cannot check this now; try again later",
            ],
            thief.Take());
    }

    [Fact]
    public void A_certificate_of_the_account_logs_in_and_another_does_not()
    {
        ProvingLeaf.Client alice = Register("alice", "sesame");
        alice.Send($"NS CERT ADD {Certfp}");
        Assert.Equal([":NickServ!NickServ@irc.test NOTICE alice :This certificate logs in to your account now"],
            alice.Take());
        ProvingLeaf.Client bob = Begin("EXTERNAL", Certfp);
        bob.Send("AUTHENTICATE +");
        _leaf.Prove();
        Assert.Contains(":irc.test 903 * :SASL authentication successful", bob.Take());
        bob.Send("NICK bob", "USER bob 0 * :bob", "CAP END");
        Assert.Equal("alice", _leaf.Core.Network.FindUser("bob")!.Account);

        ProvingLeaf.Client carol = Begin("EXTERNAL", Certfp.Replace('d', 'e'));
        carol.Send("AUTHENTICATE +");
        _leaf.Prove();
        Assert.Equal([":irc.test 904 * :SASL authentication failed"], carol.Take());
    }

    [Fact]
    public void A_long_password_comes_in_chunks_and_what_is_too_long_ends_the_exchange()
    {
        string password = new('p', 299);
        Register("alice", password);
        ProvingLeaf.Client bob = Begin("PLAIN");
        string whole = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0alice\0{password}"));
        bob.Send($"AUTHENTICATE {whole[..400]}");
        Assert.Empty(bob.Take());
        bob.Send($"AUTHENTICATE {whole[400..]}");
        _leaf.Prove();
        Assert.Contains(":irc.test 903 * :SASL authentication successful", bob.Take());

        ProvingLeaf.Client carol = Begin("PLAIN");
        carol.Send($"AUTHENTICATE {new string('A', 401)}");
        Assert.Equal([":irc.test 905 * :SASL message too long"], carol.Take());
        carol.Send("AUTHENTICATE PLAIN");
        for (int i = 0; i < SaslExchange.ChunksMost; i++) carol.Send($"AUTHENTICATE {new string('A', 400)}");
        carol.Take();
        carol.Send("AUTHENTICATE AAAA");
        Assert.Equal([":irc.test 904 * :That is too long for any mechanism"], carol.Take());
    }

    [Fact]
    public void An_exchange_in_which_nothing_comes_for_a_minute_is_over()
    {
        Register("alice", "sesame");
        ProvingLeaf.Client bob = _leaf.Join("bob");
        bob.Send("CAP REQ :sasl", "AUTHENTICATE PLAIN");
        bob.Take();
        _leaf.Now += 60_001;
        bob.Send("AUTHENTICATE PLAIN");
        Assert.Equal(["AUTHENTICATE +"], bob.Take());
    }

    [Fact]
    public void A_password_that_was_changed_before_registration_ended_logs_nobody_in()
    {
        ProvingLeaf.Client alice = Register("alice", "sesame");
        ProvingLeaf.Client bob = LogIn("alice", "sesame");
        alice.Send("NS SET PASSWORD openup");
        _leaf.Prove();
        bob.Take();
        bob.Send("NICK bob", "USER bob 0 * :bob", "CAP END");
        Assert.Contains(":irc.test 901 bob bob!bob@192.0.2.1 :You are now logged out", bob.Take());
        Assert.Null(_leaf.Core.Network.FindUser("bob")!.Account);
    }

    [Fact]
    public void Where_SASL_is_required_nobody_comes_in_without_it_but_from_exempted_addresses()
    {
        ProvingLeaf leaf = new(TestConfig.Public with
        {
            Accounts = TestConfig.Public.Accounts with { RequiresSasl = true, SaslExempted = ["192.0.2.0/24"] },
        });
        Assert.NotNull(leaf.Join("alice").Session);
        Assert.NotNull(leaf.Core.Network.FindUser("alice"));
        ProvingLeaf.Client bob = leaf.Connect("198.51.100.1");
        bob.Send("NICK bob", "USER bob 0 * :bob");
        const string Why = "You must log in to an account (SASL) to come in from there";
        Assert.Equal([$":irc.test FAIL * ACCOUNT_REQUIRED :{Why}", $"ERROR :{Why}"], bob.Take());
        Assert.Null(leaf.Core.Network.FindUser("bob"));
    }

    private ProvingLeaf.Client Register(string nick, string password)
    {
        ProvingLeaf.Client client = _leaf.Join(nick);
        client.Send($"NS REGISTER {password}");
        _leaf.Prove();
        Assert.Contains($":NickServ!NickServ@irc.test NOTICE {nick} :The account {nick} is yours now", client.Take());
        return client;
    }

    private ProvingLeaf.Client Begin(string mechanism, string? certfp = null)
    {
        ProvingLeaf.Client client = _leaf.Connect(certfp: certfp);
        client.Send("CAP REQ :sasl", $"AUTHENTICATE {mechanism}");
        Assert.Equal([":irc.test CAP * ACK :sasl", "AUTHENTICATE +"], client.Take());
        return client;
    }

    private ProvingLeaf.Client LogIn(string account, string password)
    {
        ProvingLeaf.Client client = Begin("PLAIN");
        Send(client, $"\0{account}\0{password}");
        _leaf.Prove();
        return client;
    }

    private static void Send(ProvingLeaf.Client client, string message)
    {
        foreach (string chunk in SaslExchange.Chunks(message)) client.Send($"AUTHENTICATE {chunk}");
    }

    // What the server says in return, put together again.
    private string Answer(ProvingLeaf.Client client, string message)
    {
        Send(client, message);
        _leaf.Prove();
        string base64 = string.Concat(
            client.Take().Select(line => Line.Parse(line)).Select(l => l.Params[0]).Where(chunk => chunk != "+"));
        return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
    }
}
