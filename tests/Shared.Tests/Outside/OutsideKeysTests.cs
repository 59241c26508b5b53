using IrcNats.Root.Config;

namespace IrcNats.Tests.Outside;

/// <summary>accounts.auth-script and accounts.oauth2 as a file has them.</summary>
public sealed class OutsideKeysTests : IDisposable
{
    private const string Least = "network:\n  name: Test\n  secret-file: s\nserver:\n  name: irc.test\naccounts:\n";
    private const string Url = "https://sso.irc.test/introspect";

    private readonly string _folder = Directory.CreateTempSubdirectory("ircnats-keys").FullName;

    public OutsideKeysTests() => File.WriteAllText(Path.Combine(_folder, "s"), "a secret of some length");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_value_arrives_and_leaves_are_told_only_that_somebody_is_asked()
    {
        LoadedConfig config = Read(
            "auth-script: { enabled: yes, socket: /run/a.sock, timeout: 3s, max-concurrency: 9, autocreate: yes }",
            $"oauth2: {{ enabled: yes, introspection-url: \"{Url}\", introspection-timeout: 2s, client-id: irc, "
                + "client-secret: hush-hush, autocreate: yes }");
        Assert.Equal(
            new SidecarSettings { Socket = "/run/a.sock", Timeout = 3000, AtOnce = 9, Autocreate = true },
            config.Secrets.Sidecar);
        Assert.Equal(
            new TokenSettings
            {
                Url = new Uri(Url), Timeout = 2000, ClientId = "irc", ClientSecret = "hush-hush", Autocreate = true,
            },
            config.Secrets.Tokens);
        Assert.Equal((true, true), (config.Public.Accounts.AsksSidecar, config.Public.Accounts.TakesTokens));
        byte[] told = MessagePack.MessagePackSerializer.Serialize(config.Public);
        foreach (string hidden in (string[])["hush-hush", "/run/a.sock", "sso.irc.test"])
            Assert.True(told.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(hidden)) < 0, hidden);
    }

    [Fact]
    public void Nobody_is_asked_if_nothing_is_said()
    {
        LoadedConfig config = Read("auth-script: { socket: /run/a.sock }", "oauth2: { client-id: irc }");
        Assert.Equal((null, null), (config.Secrets.Sidecar, config.Secrets.Tokens));
        Assert.Equal((false, false), (config.Public.Accounts.AsksSidecar, config.Public.Accounts.TakesTokens));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000/auth")]
    [InlineData("http://localhost/")]
    [InlineData("http://[::1]:8000/")]
    [InlineData("http://192.168.7.1/")]
    [InlineData("https://auth.irc.test/?a=b")]
    public void A_server_may_be_near_or_have_TLS(string url) =>
        Assert.Equal(new Uri(url), Read($"auth-script: {{ enabled: yes, url: \"{url}\" }}").Secrets.Sidecar!.Url);

    [Theory]
    [InlineData("auth-script: { enabled: yes }", "auth-script.enabled: needs socket or url: *")]
    [InlineData("auth-script: { socket: a.sock }", "auth-script.socket: 'a.sock' is not an absolute path *")]
    [InlineData("auth-script: { socket: /a, url: \"https://a/\" }", "auth-script.url: is one way too many: *")]
    [InlineData("auth-script: { url: auth }", "auth-script.url: 'auth' is not a URL *")]
    [InlineData("auth-script: { url: \"ftp://a/\" }", "auth-script.url: 'ftp://a/' is not a URL *")]
    [InlineData("auth-script: { url: \"http://192.0.2.1/\" }", "auth-script.url: *without TLS*: use https")]
    [InlineData("auth-script: { url: \"http://auth.irc.test/\" }", "auth-script.url: *without TLS*: use https")]
    [InlineData("auth-script: { url: \"https://u:p@a/\" }", "auth-script.url: has a password in it; *")]
    [InlineData("auth-script: { timeout: 9s }", "auth-script.timeout: 9s is not from 100ms to 8s")]
    [InlineData("auth-script: { max-concurrency: 0 }", "auth-script.max-concurrency: 0 is not from 1 to 1000")]
    [InlineData("auth-script: { command: /bin/x }", "auth-script.command: unknown key")]
    [InlineData("oauth2: { enabled: yes }", "oauth2.enabled: needs introspection-url, or auth-script: yes")]
    [InlineData("oauth2: { auth-script: yes }", "oauth2.auth-script: needs accounts.auth-script.enabled")]
    [InlineData("oauth2: { client-secret: x }", "oauth2.client-secret: needs client-id")]
    [InlineData("oauth2: { introspection-url: \"http://192.0.2.1/\" }", "oauth2.introspection-url: *: use https")]
    public void What_is_wrong_is_said_with_its_line(string line, string fault)
    {
        ConfigError error = Assert.Single(Assert.Throws<ConfigException>(() => Read(line)).Errors);
        Assert.Equal(7, error.Line);
        string[] parts = $"accounts.{fault}".Split('*');
        string said = $"{error.Key}: {error.What}";
        Assert.StartsWith(parts[0], said, StringComparison.Ordinal);
        Assert.EndsWith(parts[^1], said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_and_a_server_are_not_both_asked_about_a_token() =>
        Assert.Contains("is one way too many", Assert.Throws<ConfigException>(() => Read(
            "auth-script: { enabled: yes, socket: /a }",
            $"oauth2: {{ enabled: yes, auth-script: yes, introspection-url: \"{Url}\" }}")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Without_a_secret_file_nothing_can_be_sealed_for_roots() =>
        Assert.Contains("accounts.auth-script.enabled: needs network.secret-file", Assert.Throws<ConfigException>(
            () => ConfigReader.Read(
                "x.yaml",
                Least.Replace("  secret-file: s\n", "", StringComparison.Ordinal)
                + "  auth-script: { enabled: yes, socket: /a }\n")).Message, StringComparison.Ordinal);

    private LoadedConfig Read(params string[] lines) => ConfigReader.Read(
        Path.Combine(_folder, "x.yaml"), Least + string.Concat(lines.Select(line => $"  {line}\n")));
}
