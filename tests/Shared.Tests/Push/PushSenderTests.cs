using System.Security.Cryptography;
using System.Text;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Push;
using IrcNats.Root.Passwords;
using IrcNats.Root.Pushing;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Push;

/// <summary>Messages go to a real push server, which does as it likes.</summary>
public sealed class PushSenderTests : IAsyncDisposable
{
    private const string Line = "@msgid=1 :bob!b@h PRIVMSG alice :grüße";

    private static readonly RootsKey s_key = TestConfig.Secrets.Key;

    private readonly PushServer _server = new();
    private readonly PushSender _sender = new((_, _, _, _) => true);
    private readonly PushSettings _settings = new()
    {
        Subscriber = "mailto:admin@irc.test", Inside = ["127.0.0.0/8", "::1"], Timeout = 30_000,
    };

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_client_reads_what_was_said_and_the_push_server_does_not()
    {
        Assert.Equal(new PushResult(PushOutcome.Sent), await SendAsync());
        (string headers, string line) = await _server.NextAsync();
        Assert.Equal(Line, line);
        Assert.StartsWith("POST /push/secret HTTP/1.1\n", headers, StringComparison.Ordinal);
        Assert.Contains("Content-Encoding: aes128gcm\n", headers, StringComparison.Ordinal);
        Assert.Contains("\nTTL: 604800\n", headers, StringComparison.Ordinal);
        Assert.Contains("\nUrgency: high\n", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", headers, StringComparison.Ordinal);
        Assert.True(IsSigned(headers), headers);
    }

    [Theory]
    [InlineData("200 OK", PushOutcome.Sent), InlineData("202 Accepted", PushOutcome.Sent)]
    [InlineData("404 Not Found", PushOutcome.Gone), InlineData("410 Gone", PushOutcome.Gone)]
    [InlineData("429 Too Many Requests", PushOutcome.Failed), InlineData("503 Busy", PushOutcome.Failed)]
    [InlineData("400 Bad Request", PushOutcome.Refused), InlineData("413 Too Large", PushOutcome.Refused)]
    public async Task What_the_push_server_says_counts(string status, PushOutcome outcome)
    {
        _server.Status = status;
        Assert.Equal(outcome, (await SendAsync()).Outcome);
    }

    [Fact]
    public async Task A_push_server_that_hangs_is_given_up()
    {
        _server.Status = null;
        Assert.Equal(
            new PushResult(PushOutcome.Failed, "a push server took longer than 300 ms"),
            await SendAsync(_settings with { Timeout = 300 }));
    }

    [Fact]
    public async Task Nobody_is_led_elsewhere()
    {
        _server.Status = "307 Temporary Redirect";
        _server.Headers = $"Location: {_server.Url}/elsewhere\r\n";
        Assert.Equal(PushOutcome.Refused, (await SendAsync()).Outcome);
        Assert.Equal(1, _server.Count);
    }

    [Fact]
    public async Task Nothing_is_sent_to_an_address_that_is_not_public()
    {
        PushResult result = await SendAsync(_settings with { Inside = [] });
        Assert.Equal(new PushResult(PushOutcome.Refused, "a push server has an address that is not public"), result);
        Assert.Equal(0, _server.Count);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_no_good()
    {
        using PushSender strict = new();
        PushResult result = await strict.SendAsync(Outgoing(_settings), TimeProvider.System, default);
        Assert.Equal(
            new PushResult(PushOutcome.Failed, "a push server has no certificate that is trusted"), result);
        Assert.Equal(0, _server.Count);
    }

    [Fact]
    public async Task Keys_that_are_none_and_another_secret_end_no_root()
    {
        PushEndpoint bad = new(_server.Url, _server.Keys.Split(';')[0][7..^20] + new string('A', 20), "AAAA");
        OutgoingPush push = Outgoing(_settings) with { Secret = s_key.SealedPush(bad.Text, "Alice") };
        Assert.NotEqual(
            PushOutcome.Sent, (await _sender.SendAsync(push, TimeProvider.System, default)).Outcome);
        RootSecrets other = push.Secrets with { Key = RootsKey.Of("another") };
        Assert.Equal(
            PushOutcome.Refused,
            (await _sender.SendAsync(push with { Secrets = other }, TimeProvider.System, default)).Outcome);
    }

    private Task<PushResult> SendAsync(PushSettings? settings = null) =>
        _sender.SendAsync(Outgoing(settings ?? _settings), TimeProvider.System, default);

    private OutgoingPush Outgoing(PushSettings settings)
    {
        PushEndpoint endpoint = PushEndpoint.Read($"{_server.Url}\n{_server.Keys}", out string fault)
            ?? throw new InvalidOperationException(fault);
        return new OutgoingPush(
            s_key.SealedPush(endpoint.Text, "Alice"), "Alice", Line, true, TestConfig.Secrets with { Push = settings });
    }

    // https://www.rfc-editor.org/rfc/rfc8292
    private static bool IsSigned(string headers)
    {
        string[] said = headers.Split('\n').Single(h => h.StartsWith("Authorization: vapid ", StringComparison.Ordinal))
            ["Authorization: vapid ".Length..].Split(',', StringSplitOptions.TrimEntries);
        string token = said.Single(s => s.StartsWith("t=", StringComparison.Ordinal))[2..];
        string key = said.Single(s => s.StartsWith("k=", StringComparison.Ordinal))[2..];
        Assert.Equal(s_key.VapidPublicKey(), key.TrimEnd('='));
        string[] parts = token.Split('.');
        Assert.Contains("mailto:admin@irc.test", Encoding.UTF8.GetString(Bytes(parts[1])), StringComparison.Ordinal);
        byte[] point = Bytes(key);
        using ECDsa verifier = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] },
        });
        return verifier.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Bytes(parts[2]), HashAlgorithmName.SHA256);
    }

    private static byte[] Bytes(string text)
    {
        string plain = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='));
    }
}
