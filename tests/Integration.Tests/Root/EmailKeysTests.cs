using IrcNats.Root.Config;
using IrcNats.State;

namespace IrcNats.Integration.Tests.Root;

/// <summary>The keys of e-mail addresses of accounts, and of the relay that sends mail.</summary>
public sealed class EmailKeysTests
{
    private const string Least =
        "network: { name: Test }\nserver: { name: irc.test }\naccounts:\n  registration:\n    verify-timeout: 2h\n"
        + "    email-verification:\n";

    private const string Relay =
        "      enabled: yes\n      sender: irc@irc.test\n      mta: { server: mail.test, port: 587, username: irc, "
        + "password: secret }\n";

    [Fact]
    public void What_everybody_may_know_is_public_and_the_relay_is_not()
    {
        LoadedConfig config = ConfigReader.Read("test.yaml", Least + Relay + """
                  timeout: 5s
                  address-blacklist: ["*@Bad.test"]
                  password-reset: { enabled: yes, cooldown: 5m, timeout: 6h }
            """);
        Assert.Equal(
            new EmailConfig
            {
                IsRequired = true, VerifyTimeout = 7_200_000, ResetsPasswords = true, ResetCooldown = 300_000,
                ResetTimeout = 21_600_000,
            },
            config.Public.Accounts.Email);
        MailSettings mail = config.Secrets.Mail!;
        Assert.Equal(
            new MailSettings
            {
                Sender = "irc@irc.test", Server = "mail.test", Port = 587, Username = "irc", Password = "secret",
                Timeout = 5000, Refused = mail.Refused,
            },
            mail);
        Assert.True(mail.Refuses("alice@bad.TEST"));
        Assert.False(mail.Refuses("alice@bad.test.net"));
    }

    [Fact]
    public void Expressions_fit_the_whole_address()
    {
        MailSettings mail = ConfigReader.Read("test.yaml", Least + Relay + """
                  address-blacklist: ["[0-9]+@bad\\.test"]
                  address-blacklist-syntax: regex
            """).Secrets.Mail!;
        Assert.True(mail.Refuses("123@bad.test"));
        Assert.False(mail.Refuses("x123@bad.test"));
    }

    [Theory]
    [InlineData("enabled: yes", "needs sender")]
    [InlineData("sender: nowhere", "is no e-mail address")]
    [InlineData("mta: { server: mail.test, username: irc }", "needs mta.password")]
    [InlineData("mta: { username: irc, password: x }\n      require-tls: no", "is not sent without TLS")]
    [InlineData("password-reset: { enabled: yes }", "needs email-verification.enabled")]
    [InlineData("address-blacklist: [\"*\"]", "fits too much")]
    [InlineData("address-blacklist: [\"(?=x)abc\"]\n      address-blacklist-syntax: regex", "are not taken")]
    public void What_is_wrong_is_told(string keys, string fault)
    {
        ConfigException wrong = Assert.Throws<ConfigException>(
            () => ConfigReader.Read("test.yaml", $"{Least}      {keys}\n"));
        Assert.Contains(wrong.Errors, e =>
            e.Key.StartsWith("accounts.registration.email-verification.", StringComparison.Ordinal)
            && e.What.Contains(fault, StringComparison.Ordinal));
    }
}
