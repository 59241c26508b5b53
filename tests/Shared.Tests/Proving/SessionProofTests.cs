using System.Text;
using IrcNats.Leaf.Core;
using IrcNats.Root.Config;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Proving;

/// <summary>What a session that has to prove something does, and what everybody else does meanwhile.</summary>
public class SessionProofTests
{
    private const string Unavailable = "The network cannot check this now; try again later";

    // What holds when nothing is configured: transcripts have no throttles.
    private static readonly NetworkConfig s_throttled = TestConfig.Public with
    {
        Session = TestConfig.Public.Session with { Throttle = new ThrottleConfig() },
    };

    private static readonly RootSecrets s_closed =
        TestConfig.Secrets with { ServerPassword = Verifier.Of("letmein", 1) };

    private static readonly NetworkConfig s_closedConfig = s_throttled with { NeedsPassword = true };

    [Fact]
    public void Only_the_session_that_asks_waits_and_then_goes_on_in_order()
    {
        ProvingLeaf leaf = new();
        var alice = leaf.Join("alice");
        var bob = leaf.Join("bob");
        alice.Send("OPER root rootpassword", "AWAY :later", "PING x");
        bob.Send("AWAY :now", "PING y");
        Assert.Empty(alice.Take());
        Assert.Equal(
            [":irc.test 306 bob :You have been marked as being away", ":irc.test PONG irc.test :y"], bob.Take());
        Assert.Equal(1, leaf.Core.Proving);
        leaf.Prove();
        Assert.Equal(
            [
                ":irc.test 381 alice :You are now an IRC operator", ":alice!u@192.0.2.1 MODE alice +o",
                ":irc.test 306 alice :You have been marked as being away", ":irc.test PONG irc.test :x",
            ],
            alice.Take());
        Assert.Equal(0, leaf.Core.Proving);
    }

    [Fact]
    public void What_was_asked_before_is_answered_before_a_refusal()
    {
        ProvingLeaf leaf = new();
        var alice = leaf.Join("alice");
        alice.Send("PRIVMSG nobody :hi", "OPER root wrong");
        leaf.Prove();
        Assert.Equal(
            [
                ":irc.test 401 alice nobody :No such nick/channel", ":irc.test 464 alice :Password incorrect",
            ],
            alice.Take());
    }

    [Theory]
    [InlineData(ProofKind.Busy, "FAIL OPER TEMPORARILY_UNAVAILABLE :" + Unavailable)]
    [InlineData(ProofKind.Throttled, "FAIL OPER RATE_LIMITED :There were too many wrong passwords; try again in 42 s")]
    [InlineData(ProofKind.Wrong, "464 alice :Password incorrect")]
    public void Whatever_keeps_it_from_being_proved_is_said_and_is_no_wrong_password(ProofKind kind, string told)
    {
        ProvingLeaf leaf = new();
        var alice = leaf.Join("alice");
        alice.Send("OPER root rootpassword");
        leaf.Prove(new Proved(kind, Wait: 41_001));
        Assert.Equal([":irc.test " + told], alice.Take());
        alice.Send("PING x");
        Assert.Single(alice.Take());
    }

    [Fact]
    public void When_too_much_is_being_proved_it_is_said_at_once()
    {
        ProvingLeaf leaf = new() { Accepts = false };
        var alice = leaf.Join("alice");
        alice.Send("OPER root rootpassword", "REDACT #dev " + Msgid.Of(new Position(1, 0), 1), "PING x");
        Assert.Equal(
            [
                ":irc.test FAIL OPER TEMPORARILY_UNAVAILABLE :" + Unavailable,
                ":irc.test FAIL REDACT TEMPORARILY_UNAVAILABLE :" + Unavailable, ":irc.test PONG irc.test :x",
            ],
            alice.Take());
    }

    [Fact]
    public void A_network_that_is_being_upgraded_proves_nothing_yet_and_says_so()
    {
        ProvingLeaf leaf = new();
        var alice = leaf.Join("alice");
        leaf.Core.Reloaded(leaf.Core.Network.Save() with { Level = 1 }, leaf.Now, Replication.ReloadReason.Wrong);
        alice.Send("OPER root rootpassword");
        Assert.Equal([":irc.test FAIL OPER TEMPORARILY_UNAVAILABLE :" + BuildLevel.NotYet], alice.Take());
        Assert.Empty(leaf.Wanted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_is_gone_meanwhile_is_not_made_anything(bool quits)
    {
        ProvingLeaf leaf = new();
        var alice = leaf.Join("alice");
        alice.Send("OPER root rootpassword");
        if (quits)
        {
            alice.Send("QUIT");
            Assert.Contains(alice.Take(), l => l.StartsWith("ERROR", StringComparison.Ordinal));
        }
        else
        {
            alice.Leave();
        }

        Assert.True(leaf.Wanted[0].IsOver);
        Assert.Equal(0, leaf.Core.Proving);
        int before = leaf.Asked.Count;
        leaf.Prove();
        leaf.Run();
        Assert.Equal(before, leaf.Asked.Count);
        Assert.Null(leaf.Core.Network.FindUser("alice"));
    }

    [Fact]
    public void Who_closes_their_side_behind_an_OPER_is_let_go_when_that_is_answered()
    {
        ProvingLeaf leaf = new();
        var alice = leaf.Join("alice");
        alice.Send("OPER root wrong");
        alice.HangUp();
        Assert.False(alice.IsClosed);
        leaf.Prove();
        Assert.EndsWith("Password incorrect", Assert.Single(alice.Take()));
        Assert.True(alice.IsClosed);
    }

    [Fact]
    public void After_a_wrong_one_nobody_hashes_for_a_while_and_many_at_once_are_one()
    {
        ProvingLeaf leaf = new(s_throttled);
        var clients = Enumerable.Range(1, 12).Select(i => leaf.Join($"c{i}")).ToArray();
        foreach (var client in clients) client.Send("OPER root wrong");
        Assert.Single(leaf.Wanted);
        Assert.All(clients.Skip(1), c => Assert.EndsWith("try again in 10 s", Assert.Single(c.Take())));
        leaf.Prove();
        Assert.EndsWith("Password incorrect", Assert.Single(clients[0].Take()));
        clients[1].Send("OPER root rootpassword");
        Assert.Empty(leaf.Wanted);
        leaf.Join("elsewhere", "198.51.100.1").Send("OPER root rootpassword");
        Assert.Single(leaf.Wanted);
        leaf.Now += 10_001;
        clients[1].Send("OPER root rootpassword");
        Assert.Equal(2, leaf.Wanted.Count);
    }

    [Fact]
    public void A_right_one_is_no_try()
    {
        ProvingLeaf leaf = new(s_throttled);
        var alice = leaf.Join("alice");
        for (int i = 0; i < 20; i++)
        {
            alice.Send("OPER root rootpassword");
            leaf.Prove();
        }

        Assert.DoesNotContain(alice.Take(), l => l.Contains("RATE_LIMITED", StringComparison.Ordinal));
    }

    [Fact]
    public void A_password_goes_nowhere()
    {
        ProvingLeaf leaf = new(s_closedConfig, s_closed);
        var alice = leaf.Connect("127.0.0.1");
        alice.Send("WEBIRC rootpassword web host.example 198.51.100.7", "PASS letmein", "NICK alice", "USER u 0 * :u");
        leaf.Prove();
        leaf.Prove();
        alice.Send("OPER root rootpassword");
        leaf.Prove();
        Assert.True(leaf.Core.Network.FindUser("alice")!.IsOper);
        Assert.All(leaf.Asked.Select(r => Encoding.UTF8.GetString(Codec.Encode(r))), sent =>
        {
            Assert.DoesNotContain("letmein", sent, StringComparison.Ordinal);
            Assert.DoesNotContain("rootpassword", sent, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(ProofKind.Wrong, "ERROR :Bad password")]
    [InlineData(ProofKind.Busy, "ERROR :" + Unavailable)]
    [InlineData(ProofKind.Throttled, "ERROR :There were too many wrong passwords; try again in 42 s")]
    public void Who_cannot_prove_the_networks_password_is_told_why_and_disconnected(ProofKind kind, string last)
    {
        ProvingLeaf leaf = new(s_closedConfig, s_closed);
        var alice = leaf.Connect();
        alice.Send("PASS letmein", "NICK alice", "USER u 0 * :u", "PING x");
        Assert.Empty(alice.Take());
        leaf.Prove(new Proved(kind, Wait: 41_001));
        Assert.Equal(last, alice.Take()[^1]);
        Assert.True(alice.IsClosed);
    }

    [Fact]
    public void Who_gives_no_password_is_not_let_in_and_nothing_is_hashed()
    {
        ProvingLeaf leaf = new(s_closedConfig, s_closed);
        var alice = leaf.Connect();
        alice.Send("NICK alice", "USER u 0 * :u");
        Assert.Equal([":irc.test 464 * :Password incorrect", "ERROR :Bad password"], alice.Take());
        Assert.Empty(leaf.Wanted);
    }

    [Fact]
    public void Another_nick_needs_no_other_proof()
    {
        ProvingLeaf leaf = new(s_closedConfig, s_closed);
        foreach (string nick in (string[])["alice", "bob"])
        {
            var client = leaf.Connect();
            client.Send("PASS letmein", "NICK alice", "USER u 0 * :u");
            if (nick == "alice") leaf.Prove();
            else
            {
                client.Send("NICK bob");
                leaf.Prove();
            }

            Assert.Contains(client.Take(), l => l.Contains(" 001 " + nick, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_ticket_that_the_root_does_not_take_is_got_again_but_not_for_ever()
    {
        ProvingLeaf leaf = new(s_closedConfig, s_closed);
        var alice = leaf.Connect();
        alice.Send("PASS letmein", "NICK alice", "USER u 0 * :u");
        Proved old = new(ProofKind.Right, new Ticket(Purpose.ServerPassword, "", 1, 1, new byte[32]));
        leaf.Prove(old);
        leaf.Prove(old);
        Assert.Empty(alice.Take());
        leaf.Prove();
        Assert.Contains(alice.Take(), l => l.Contains(" 001 alice", StringComparison.Ordinal));

        var bob = leaf.Connect();
        bob.Send("PASS letmein", "NICK bob", "USER u 0 * :u");
        while (leaf.Wanted.Count > 0) leaf.Prove(old);
        Assert.Equal(["ERROR :The network could not check your password; try again"], bob.Take());
    }
}
