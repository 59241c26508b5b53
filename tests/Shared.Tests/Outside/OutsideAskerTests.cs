using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using IrcNats.Proving;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Outside;
using IrcNats.Root.Outside;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Outside;

/// <summary>A program on a real socket is asked whose a password is, and a server whose a token is; both may lie.
/// </summary>
public sealed class OutsideAskerTests
{
    private const string Password = "open \"sesame\" é";
    private const string Yes = """{"success": true}""";

    public static TheoryData<string, OutsideOutcome, string> Said => new()
    {
        { Yes, OutsideOutcome.Known, "alice" },
        { """{"success": true, "accountName": "Al"}""", OutsideOutcome.Known, "Al" },
        { """{"success": false, "error": ""}""", OutsideOutcome.Denied, "" },
        { """{"success": true, "error": "no database"}""", OutsideOutcome.Failed, "it says: no database" },
        { """{"success": "yes"}""", OutsideOutcome.Failed, "its answer has no 'success' that is true or false" },
        { """{"accountName": "al"}""", OutsideOutcome.Failed, "its answer has no 'success' that is true or false" },
        { "[]", OutsideOutcome.Failed, "its answer is no object" },
        { "true", OutsideOutcome.Failed, "its answer is no object" },
        { "{\"success\": tru", OutsideOutcome.Failed, "its answer is no JSON: *" },
        { "<html>", OutsideOutcome.Failed, "its answer is no JSON: *" },
    };

    [Theory, MemberData(nameof(Said))]
    public async Task A_program_behind_a_socket_says_it_in_a_line(string said, OutsideOutcome outcome, string text)
    {
        await using OutsideServer server = new(isHttp: false, _ => said + "\n");
        Check(await AskAsync(OfSocket(server)), outcome, text, server.Path);
        using JsonDocument asked = JsonDocument.Parse(Assert.Single(server.Asked));
        Assert.Equal(
            ("alice", Password, "192.0.2.1"),
            (TextIn(asked, "accountName"), TextIn(asked, "passphrase"), TextIn(asked, "ip")));
    }

    [Theory, MemberData(nameof(Said))]
    public async Task A_server_says_the_same_by_HTTP(string said, OutsideOutcome outcome, string text)
    {
        await using OutsideServer server = new(isHttp: true, _ => OutsideServer.Http(said));
        Check(await AskAsync(OfUrl(server)), outcome, text, server.Url.ToString());
        string asked = Assert.Single(server.Asked);
        Assert.StartsWith("POST /auth HTTP/1.1\r\n", asked, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\r\n", asked, StringComparison.Ordinal);
        Assert.EndsWith("\"ip\":\"192.0.2.1\"}", asked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "its answer is no JSON: *")]
    [InlineData("long", "its answer is longer than 16384 bytes")]
    [InlineData(null, "took longer than 300 ms")]
    public async Task A_program_that_closes_hangs_or_talks_on_is_left_in_time(string? said, string text)
    {
        await using OutsideServer server = new(isHttp: false, _ => said == "long" ? new string(' ', 200_000) : said);
        Check(await AskAsync(OfSocket(server, said is null)), OutsideOutcome.Failed, text, server.Path);
    }

    [Theory]
    [InlineData("500 Internal Server Error", "it answers with the status 500")]
    [InlineData("302 Found", "it answers with the status 302")]
    [InlineData("401 Unauthorized", "it answers with the status 401")]
    public async Task A_status_is_no_answer_and_nobody_is_led_elsewhere(string status, string text)
    {
        await using OutsideServer server = new(
            isHttp: true, _ => OutsideServer.Http(Yes, status, "Location: http://127.0.0.1:1/\r\n"));
        Check(await AskAsync(OfUrl(server)), OutsideOutcome.Failed, text, server.Url.ToString());
    }

    [Theory]
    [InlineData("", "*")]
    [InlineData("this is no HTTP\r\n\r\n", "*")]
    [InlineData("long", "its answer is longer than 16384 bytes")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"success\": true", "*")]
    [InlineData(null, "took longer than 300 ms")]
    public async Task A_server_that_closes_hangs_or_talks_on_is_left_in_time(string? said, string text)
    {
        await using OutsideServer server = new(
            isHttp: true, _ => said == "long" ? OutsideServer.Http(new string(' ', 200_000)) : said);
        Check(await AskAsync(OfUrl(server, said is null)), OutsideOutcome.Failed, text, server.Url.ToString());
    }

    [Fact]
    public async Task Where_nobody_listens_that_is_said()
    {
        OutsideAnswer answer = await AskAsync(new SidecarSettings { Socket = "/tmp/no-such.sock", Timeout = 5000 });
        Check(answer, OutsideOutcome.Failed, "*", "/tmp/no-such.sock");
        answer = await AskAsync(new SidecarSettings { Url = new Uri("http://127.0.0.1:1/"), Timeout = 5000 });
        Check(answer, OutsideOutcome.Failed, "*", "http://127.0.0.1:1/");
    }

    [Fact]
    public async Task A_password_that_is_said_again_is_not_told()
    {
        await using OutsideServer server = new(
            isHttp: false, _ => JsonSerializer.Serialize(new { error = $"wrong: {Password}\n{new string('x', 500)}" }));
        OutsideAnswer answer = await AskAsync(OfSocket(server));
        Check(answer, OutsideOutcome.Failed, "it says: wrong: (hidden) x*", server.Path);
        Assert.True(answer.Text.Length < 300);
    }

    [Fact]
    public async Task A_certificate_is_asked_about_by_its_fingerprint()
    {
        await using OutsideServer server = new(isHttp: false, _ => """{"success": true, "accountName": "al"}""");
        OutsideSecret secret = new(OutsideKind.Certificate, TestSidecar.Certfp);
        Check(await AskAsync(OfSocket(server), null, secret), OutsideOutcome.Known, "al", "");
        Assert.Equal(
            $$"""{"certfp":"{{TestSidecar.Certfp}}","ip":"192.0.2.1"}""" + "\n", Assert.Single(server.Asked));
    }

    public static TheoryData<string, OutsideOutcome, string> Introspected => new()
    {
        { """{"active": true, "username": "al", "exp": 1}""", OutsideOutcome.Known, "al" },
        { """{"active": false}""", OutsideOutcome.Denied, "" },
        { """{"active": true}""", OutsideOutcome.Failed, "its answer has no 'username'" },
        { """{"active": true, "username": 7}""", OutsideOutcome.Failed, "its answer has no 'username'" },
        { """{"username": "al"}""", OutsideOutcome.Failed, "its answer has no 'active' that is true or false" },
        { """{"active": true, "username": "\ud800"}""", OutsideOutcome.Failed, "its answer is no JSON: *" },
    };

    [Theory, MemberData(nameof(Introspected))]
    public async Task A_token_is_asked_about_where_it_was_given_out(string said, OutsideOutcome outcome, string text)
    {
        await using OutsideServer server = new(isHttp: true, _ => OutsideServer.Http(said));
        TokenSettings tokens = new()
        {
            Url = server.Url, Timeout = 5000, ClientId = "irc nats", ClientSecret = "a:b%",
        };
        OutsideSecret secret = new(OutsideKind.Token, "abc+/=");
        Check(await AskAsync(null, tokens, secret), outcome, text, server.Url.ToString());
        string asked = Assert.Single(server.Asked);
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("irc+nats:a%3Ab%25"));
        Assert.Contains($"Authorization: Basic {basic}\r\n", asked, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\ntoken=abc%2B%2F%3D", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_may_be_asked_about_by_the_program_instead()
    {
        await using OutsideServer server = new(isHttp: false, _ => """{"success": true, "accountName": "al"}""");
        OutsideAnswer answer = await AskAsync(
            OfSocket(server), new TokenSettings(), new OutsideSecret(OutsideKind.Token, "abc"));
        Check(answer, OutsideOutcome.Known, "al", "");
        Assert.Equal(
            """{"oauthBearer":{"username":"alice","token":"abc"},"ip":"192.0.2.1"}""" + "\n",
            Assert.Single(server.Asked));
    }

    [Fact]
    public async Task A_box_that_is_none_is_nobodys_answer()
    {
        OutsideQuestion question = new(new byte[100], "alice", "192.0.2.1", TestConfig.Secrets);
        OutsideAnswer answer = await OutsideAsker.AskAsync(question, TimeProvider.System, CancellationToken.None);
        Assert.StartsWith("a leaf's box is none", answer.Text, StringComparison.Ordinal);
    }

    [Property]
    public bool Whatever_bytes_come_they_are_an_answer(byte[] bytes)
    {
        OutsideSecret secret = new(OutsideKind.Password, "sesame");
        return SidecarWords.Answer(bytes ?? [], secret, "alice").Outcome == OutsideOutcome.Failed
            && SidecarWords.Introspection(bytes ?? [], secret).Outcome == OutsideOutcome.Failed;
    }

    private static SidecarSettings OfSocket(OutsideServer server, bool isShort = false) =>
        new() { Socket = server.Path, Timeout = isShort ? 300 : 20_000 };

    private static SidecarSettings OfUrl(OutsideServer server, bool isShort = false) =>
        new() { Url = server.Url, Timeout = isShort ? 300 : 20_000 };

    private static Task<OutsideAnswer> AskAsync(
        SidecarSettings? sidecar, TokenSettings? tokens = null, OutsideSecret? secret = null)
    {
        secret ??= new OutsideSecret(OutsideKind.Password, Password);
        byte[] box = TestDoor.BoxOf(secret.BoxText, TestConfig.Secrets.Key.PublicKey(), "alice");
        OutsideQuestion question = new(
            box, "alice", "192.0.2.1", TestConfig.Secrets with { Sidecar = sidecar, Tokens = tokens });
        return OutsideAsker.AskAsync(question, TimeProvider.System, CancellationToken.None);
    }

    private static string? TextIn(JsonDocument asked, string name) => asked.RootElement.GetProperty(name).GetString();

    private static void Check(OutsideAnswer answer, OutsideOutcome outcome, string text, string place)
    {
        Assert.Equal(outcome, answer.Outcome);
        Assert.DoesNotContain("sesame", answer.Text, StringComparison.Ordinal);
        if (outcome != OutsideOutcome.Failed) Assert.Equal(text, answer.Text);
        else
        {
            Assert.StartsWith(place, answer.Text, StringComparison.Ordinal);
            string why = answer.Text[place.Length..].TrimStart(':', ' ');
            Assert.True(
                text.EndsWith('*') ? why.StartsWith(text[..^1], StringComparison.Ordinal) : why == text, answer.Text);
        }
    }
}
