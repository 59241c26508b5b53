using System.Net;
using System.Net.Sockets;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Mail;
using IrcNats.Root.Mailing;

namespace IrcNats.Tests.Mail;

/// <summary>Mail to a real relay on a socket, which may be a bad one.</summary>
public sealed class SmtpRelayTests
{
    private const string To = "alice@irc.test";

    private static readonly OutgoingMail s_mail = new(To, "Test: code for alice", "The code is: abc\r\n.\r\nbye");

    [Fact]
    public async Task A_relay_gets_the_mail_as_it_is()
    {
        await using SmtpServer relay = new();
        MailResult result = await SendAsync(relay.Port);
        Assert.Equal(new MailResult(MailOutcome.Sent, ""), result);
        string mail = Assert.Single(relay.Mails);
        foreach (string part in (string[])
            ["From: irc@irc.test\n", $"To: {To}\n", "Subject: Test: code for alice\n", "\n..\n", "The code is: abc\n",
                "Auto-Submitted: auto-generated\n", "@irc.test>\n"])
            Assert.Contains(part, mail, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.MachineName, mail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no alice@irc.test here", MailOutcome.Refused)]
    [InlineData(".", "554 5.7.1 spam", MailOutcome.Refused)]
    [InlineData("RCPT", "451 4.7.1 come later", MailOutcome.Failed)]
    [InlineData("MAIL", "553 5.1.8 who are you", MailOutcome.Failed)]
    [InlineData("MAIL", "421 4.3.2 too busy", MailOutcome.Failed)]
    [InlineData("connect", "554 not you", MailOutcome.Failed)]
    [InlineData("connect", "this is no SMTP", MailOutcome.Failed)]
    [InlineData("connect", "drop", MailOutcome.Failed)]
    [InlineData("DATA", "drop", MailOutcome.Failed)]
    [InlineData(".", "drop", MailOutcome.Failed)]
    public async Task What_a_relay_refuses_or_breaks_off_is_told_without_the_address(
        string at, string said, MailOutcome outcome)
    {
        await using SmtpServer relay = new(line => line.StartsWith(at, StringComparison.Ordinal) ? said : null);
        MailResult result = await SendAsync(relay.Port);
        Assert.Equal(outcome, result.Outcome);
        Assert.Empty(relay.Mails);
        Assert.StartsWith($"localhost:{relay.Port}", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(To, result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_says_goodbye_badly_has_the_mail_all_the_same()
    {
        await using SmtpServer relay = new(line => line == "QUIT" ? "drop" : null);
        Assert.Equal(MailOutcome.Sent, (await SendAsync(relay.Port)).Outcome);
        Assert.Single(relay.Mails);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("EHLO")]
    [InlineData("RCPT")]
    [InlineData(".")]
    public async Task A_relay_that_hangs_is_left_in_time(string at)
    {
        await using SmtpServer relay = new(line => line.StartsWith(at, StringComparison.Ordinal) ? "" : null);
        MailResult result = await SendAsync(relay.Port, timeout: 300);
        Assert.Equal(
            new MailResult(MailOutcome.Failed, $"localhost:{relay.Port} took longer than 300 ms"), result);
    }

    [Fact]
    public async Task Where_nobody_listens_or_there_is_no_TLS_nothing_is_sent()
    {
        TcpListener nobody = new(IPAddress.Loopback, 0);
        nobody.Start();
        int port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        Assert.Equal(MailOutcome.Failed, (await SendAsync(port)).Outcome);

        await using SmtpServer relay = new();
        Assert.Equal(MailOutcome.Failed, (await SendAsync(relay.Port, isTls: true)).Outcome);
        Assert.Empty(relay.Mails);
    }

    // The root would end of what is not foreseen, and the next root would send the same mail.
    [Fact]
    public async Task A_mail_that_cannot_be_written_is_told_like_any_other()
    {
        await using SmtpServer relay = new();
        MailResult result = await SendAsync(relay.Port, mail: s_mail with { To = "no address\n" });
        Assert.Equal(MailOutcome.Failed, result.Outcome);
        Assert.Empty(relay.Mails);
    }

    private static Task<MailResult> SendAsync(
        int port, int timeout = 20_000, bool isTls = false, OutgoingMail? mail = null) =>
        SmtpRelay.SendAsync(
            mail ?? s_mail,
            new MailSettings
            {
                Sender = "irc@irc.test", Server = "localhost", Port = port, Timeout = timeout, RequiresTls = isTls,
            },
            TimeProvider.System, CancellationToken.None);
}
