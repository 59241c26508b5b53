using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Simulation.Tests;

/// <summary>Roots die between a registration, its mail and its verification. The network sends the mail all the same,
/// and any root knows the code.</summary>
public sealed class MailTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_mail_is_sent_and_its_code_holds_whichever_root_dies_meanwhile(int seed)
    {
        SimCluster cluster = new(seed, Faults.Slow, TestConfig.WithMail, roots: 2, leaves: 2);
        await using SimStage stage = new(cluster);
        await new Transcript(stage).PlayAsync(
            """
            alice @leaf1
            bob @leaf2
            bob connects
            alice> REGISTER * alice@irc.test sesame
            alice< :irc.test REGISTER VERIFICATION_REQUIRED alice :*
            !crash root
            !mail alice@irc.test
            !crash root
            bob> VERIFY alice {code}
            bob< :irc.test 900 * *!*@127.0.0.1 alice :You are now logged in as alice
            bob< :irc.test VERIFY SUCCESS alice :The account is verified
            !crash root
            alice> NS IDENTIFY sesame
            alice< :irc.test 900 alice alice!alice@127.0.0.1 alice :You are now logged in as alice
            alice< :NickServ!NickServ@irc.test NOTICE alice :You are logged in as alice
            alice> NS SENDPASS alice
            alice< :NickServ!NickServ@irc.test NOTICE alice :If the account has *
            !crash root
            !mail alice@irc.test
            alice> NS RESETPASS alice {code} open
            alice< :NickServ!NickServ@irc.test NOTICE alice :The account alice has that password now: *
            """);
        await stage.WaitAsync(TimeSpan.FromSeconds(5));
        await stage.SettleAsync(null);
        Account alice = cluster.ActiveRoot!.Network.FindAccount("alice")!;
        Assert.Null(alice.Unproved);
        Assert.Equal("alice@irc.test", TestConfig.Secrets.EmailOf(alice, alice.Email));
        Assert.Empty(cluster.ActiveRoot!.Network.MailsDue);
    }
}
