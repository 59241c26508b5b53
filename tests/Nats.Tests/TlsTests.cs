using NATS.Client.Core;

namespace IrcNats.Nats.Tests;

/// <summary>TLS with a private authority and client certificates.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly Certificates _files = new();

    private string ServerTls =>
        $"cert_file: \"{_files["server.pem"]}\", key_file: \"{_files["server.key"]}\", ca_file: \"{_files["ca.pem"]}\"";

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_server_certificate_is_accepted_from_its_authority_only()
    {
        await using var server = await NatsServer.StartAsync($"tls {{ {ServerTls} }}");

        await AssertWorks(server, new NatsTlsOpts { CaFile = _files["ca.pem"] });
        await AssertWorks(server, new NatsTlsOpts { CaFile = _files["ca.pem"] }, "tls");
        await AssertWorks(server, new NatsTlsOpts { InsecureSkipVerify = true });
        await AssertRefused(server, new NatsTlsOpts());
        await AssertRefused(server, new NatsTlsOpts { Mode = TlsMode.Disable });
    }

    [Fact]
    public async Task A_client_certificate_is_shown_when_the_server_wants_it()
    {
        await using var server = await NatsServer.StartAsync($"tls {{ {ServerTls}, verify: true }}");

        await AssertWorks(server, new NatsTlsOpts
        {
            CaFile = _files["ca.pem"],
            CertFile = _files["client.pem"],
            KeyFile = _files["client.key"],
        });
        await AssertRefused(server, new NatsTlsOpts { CaFile = _files["ca.pem"] });
    }

    [Fact]
    public async Task Required_tls_is_not_silently_left_out()
    {
        await using var server = await NatsServer.StartAsync();

        await AssertRefused(server, new NatsTlsOpts { Mode = TlsMode.Require });
        await AssertRefused(server, new NatsTlsOpts { CaFile = _files["ca.pem"] });
        await AssertRefused(server, new NatsTlsOpts(), "tls");
        await AssertWorks(server, new NatsTlsOpts { Mode = TlsMode.Prefer });
    }

    private static NatsConnection Make(NatsServer server, NatsTlsOpts tls, string scheme) =>
        new(NatsOpts.Default with { Url = $"{scheme}://127.0.0.1:{server.Port}", TlsOpts = tls });

    private static async Task AssertWorks(NatsServer server, NatsTlsOpts tls, string scheme = "nats")
    {
        await using var nats = Make(server, tls, scheme);
        await using var sub = await nats.SubscribeCoreAsync<byte[]>("tls");
        var payload = new byte[200_000];
        new Random(1).NextBytes(payload);
        await nats.PublishAsync("tls", payload);
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        Assert.Equal(payload, (await sub.Msgs.ReadAsync(soon.Token)).Data);
    }

    private static async Task AssertRefused(NatsServer server, NatsTlsOpts tls, string scheme = "nats")
    {
        await using var nats = Make(server, tls, scheme);
        await Assert.ThrowsAnyAsync<NatsException>(async () => await nats.ConnectAsync());
    }
}
