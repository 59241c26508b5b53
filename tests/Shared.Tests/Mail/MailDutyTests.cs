using IrcNats.Events;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Mail;
using IrcNats.State;
using IrcNats.Tests.Roots;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Mail;

/// <summary>Which mails the active root sends, when, and what it makes of the relay's answers.</summary>
public sealed class MailDutyTests
{
    private readonly RootStage _root = new(config: TestConfig.WithMail);

    private Account? Alice => _root.Core.Network.FindAccount("alice");

    [Fact]
    public void A_mail_goes_out_when_the_log_has_its_account_and_once()
    {
        Begin();
        Register("alice");
        _root.Pass(1000);
        Assert.Empty(_root.Mails);
        Store();
        OutgoingMail mail = Assert.Single(_root.Mails).Mail;
        Assert.Equal("alice@irc.test", mail.To);
        Assert.Contains(
            TestConfig.Secrets.Key.CodeOf(Alice!, Alice!.Unproved!), mail.Body, StringComparison.Ordinal);
        End(0, MailOutcome.Sent);
        Store();
        _root.Pass(120_000);
        Assert.Single(_root.Mails);
        Assert.True(Alice!.Unproved!.IsSent);
    }

    [Fact]
    public void A_relay_that_is_away_is_tried_three_times_and_then_the_account_is_none()
    {
        Begin();
        Register("alice");
        Store();
        for (int tried = 0; tried < MailDuty.Tries; tried++)
        {
            Assert.Equal(tried + 1, _root.Mails.Count);
            End(tried, MailOutcome.Failed);
            _root.Pass(3 * MailDuty.RetryAfter);
        }

        Assert.Null(Alice);
        Assert.Equal(MailDuty.Tries, _root.Mails.Count);
        Assert.Contains("alarm: 1 mails were not sent: busy", _root.Did, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_the_relay_refuses_is_not_tried_again()
    {
        Begin();
        Register("alice");
        Store();
        End(0, MailOutcome.Refused);
        Assert.Null(Alice);
        CodeMailed told = _root.Appended.SelectMany(e => e.Outcomes).SelectMany(o => o.Events).OfType<CodeMailed>()
            .LastOrDefault() ?? throw new InvalidOperationException("nothing was logged");
        Assert.Contains("does not take your address", told.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void No_more_than_some_are_under_way_and_the_others_wait()
    {
        Begin();
        for (int i = 0; i < 10; i++) Register($"user{i}");
        Store();
        _root.Pass(1000);
        Assert.Equal(MailDuty.AtOnce, _root.Mails.Count);
        for (int done = 0; done < 10; done++) End(done, MailOutcome.Sent);
        Assert.Equal(10, _root.Mails.Select(m => m.Mail.To).Distinct().Count());
        Assert.Empty(_root.Core.Network.MailsDue);
    }

    [Fact]
    public void An_account_that_nobody_verifies_in_time_is_removed()
    {
        Begin();
        Register("alice");
        Store();
        End(0, MailOutcome.Sent);
        _root.Pass(TestConfig.WithMail.Accounts.Email.VerifyTimeout - 2000);
        Assert.NotNull(Alice);
        Store();
        _root.Pass(5000);
        Assert.Null(Alice);
        Assert.Equal(0, _root.Core.Network.UnverifiedCount);
    }

    private void Begin()
    {
        _root.BecomeRoot();
        Store();
    }

    private void Register(string account) => _root.Core.Writer!.Log(
        new AccountRegistered(account, new byte[] { 1, 2, 3 })
        {
            Address = TestConfig.Secrets.Key.SealedEmail($"{account}@irc.test", account),
        },
        _root.Core.Network.Time);

    // Everything that was decided is stored.
    private void Store()
    {
        _root.Core.Writer!.Flush();
        _root.Core.Acknowledged(_root.Core.Network.Seq, _root.Now.Steady, _root.Now);
        _root.Pass(200);
    }

    private void End(int mail, MailOutcome outcome)
    {
        _root.Core.MailEnded(_root.Mails[mail].Number, new MailResult(outcome, "busy"), _root.Now);
        _root.Pass(200);
        Store();
    }
}
