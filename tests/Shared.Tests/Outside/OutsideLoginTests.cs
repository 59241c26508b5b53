using System.Text;
using IrcNats.Leaf.Core;
using IrcNats.State;
using IrcNats.Tests.Proving;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Outside;

/// <summary>What transcripts cannot show of logins that somebody outside knows: certificates, long tokens, limits.
/// </summary>
public sealed class OutsideLoginTests
{
    private readonly ProvingLeaf _leaf = new(TestConfig.WithSidecar);

    [Fact]
    public void A_certificate_that_somebody_outside_knows_logs_in()
    {
        ProvingLeaf.Client bob = Begin("EXTERNAL", TestSidecar.Certfp);
        bob.Send("AUTHENTICATE +");
        _leaf.Prove();
        Assert.Contains(":irc.test 903 * :SASL authentication successful", bob.Take());
        bob.Send("NICK bob", "USER bob 0 * :bob", "CAP END");
        Assert.Equal("cardholder", _leaf.Core.Network.FindUser("bob")!.Account);
    }

    [Fact]
    public void A_long_token_comes_in_chunks_and_one_that_is_too_long_ends_the_exchange()
    {
        ProvingLeaf.Client bob = Begin("OAUTHBEARER");
        Send(bob, $"n,,\u0001host={new string('h', 4000)}\u0001auth=Bearer token-of-bob\u0001\u0001");
        _leaf.Prove();
        Assert.Contains(":irc.test 903 * :SASL authentication successful", bob.Take());

        ProvingLeaf.Client carol = Begin("OAUTHBEARER");
        for (int i = 0; i <= SaslExchange.ChunksOfToken; i++) carol.Send($"AUTHENTICATE {new string('A', 400)}");
        Assert.Equal([":irc.test 904 * :That is too long for any mechanism"], carol.Take());
    }

    // The count is one, whoever knows the password.
    [Fact]
    public void Who_tries_too_often_is_not_asked_about_outside_any_more()
    {
        ProvingLeaf leaf = new(TestConfig.WithSidecar with
        {
            Session = TestConfig.Public.Session with
            {
                Throttle = new ThrottleConfig { LoginAttempts = 2, LoginWindow = 60_000 },
            },
        });
        ProvingLeaf.Client bob = leaf.Join("bob");
        bob.Send("CAP REQ :sasl");
        foreach (string mechanism in (string[])["PLAIN", "OAUTHBEARER"])
        {
            bob.Send($"AUTHENTICATE {mechanism}");
            Send(bob, mechanism == "PLAIN" ? "\0bob\0wrong" : "n,,\u0001auth=Bearer wrong\u0001\u0001");
            leaf.Prove();
        }

        bob.Send("AUTHENTICATE +");
        bob.Take();
        bob.Send("NS IDENTIFY bob directory");
        Assert.Empty(leaf.Wanted);
        Assert.Equal(
            [":irc.test FAIL NS RATE_LIMITED :There were too many wrong passwords; try again in 60 s"], bob.Take());
    }

    private ProvingLeaf.Client Begin(string mechanism, string? certfp = null)
    {
        ProvingLeaf.Client client = _leaf.Connect(certfp: certfp);
        client.Send("CAP REQ :sasl", $"AUTHENTICATE {mechanism}");
        Assert.Equal([":irc.test CAP * ACK :sasl", "AUTHENTICATE +"], client.Take());
        return client;
    }

    private static void Send(ProvingLeaf.Client client, string message)
    {
        foreach (string chunk in SaslExchange.Chunks(message)) client.Send($"AUTHENTICATE {chunk}");
    }
}
