using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IrcNats.Hosting;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>The same over TLS.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ircnats-tls-").FullName;

    private (string Cert, string Key) Files => (Path.Combine(_folder, "cert.pem"), Path.Combine(_folder, "key.pem"));

    public TlsTests() => WriteCertificate("CN=localhost");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_client_with_TLS_talks_with_one_without()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync(tls: Files);
        await using TestClient alice = await TestClient.ConnectTlsAsync(leaf.Tls);
        await alice.RegisterAsync("alice");
        await using TestClient bob = await leaf.JoinAsync("bob");
        await alice.SendAsync("PRIVMSG bob :sealed\r\n");
        await bob.UntilAsync("PRIVMSG bob :sealed");
        await bob.SendAsync("WHOIS alice\r\n");
        await bob.UntilAsync(" 671 bob alice ");
        await alice.SendAsync("QUIT :bye\r\n");
        Assert.Equal("ERROR :Quit: bye", (await alice.RestAsync())[^1]);
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_without_a_restart_and_a_broken_one_is_not()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync(tls: Files);
        Assert.Equal("CN=localhost", await ShownAsync(leaf));
        WriteCertificate("CN=renewed");
        Assert.Equal("CN=renewed", await ShownAsync(leaf));
        File.WriteAllText(Files.Key, "broken");
        Assert.Equal("CN=renewed", await ShownAsync(leaf));
    }

    [Fact]
    public async Task Only_the_protocol_irc_is_agreed_on()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync(tls: Files);
        await using TestClient irc = await TestClient.ConnectTlsAsync(leaf.Tls, new SslApplicationProtocol("irc"));
        await irc.RegisterAsync("alice");
        await Assert.ThrowsAnyAsync<AuthenticationException>(
            () => TestClient.ConnectTlsAsync(leaf.Tls, SslApplicationProtocol.Http11));
    }

    [Fact]
    public async Task A_client_without_TLS_does_not_disturb_the_port_with_it()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync(tls: Files);
        await using TestClient plain = await TestClient.ConnectAsync(leaf.Tls);
        await plain.SendAsync("NICK alice\r\nUSER alice 0 * :Alice\r\n");
        Assert.DoesNotContain(await plain.RestAsync(), l => l.Contains("001", StringComparison.Ordinal));
        await using TestClient bob = await TestClient.ConnectTlsAsync(leaf.Tls);
        await bob.RegisterAsync("bob");
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_named()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Files.Key, other.ExportPkcs8PrivateKeyPem());
        OptionException wrong = await Assert.ThrowsAsync<OptionException>(() => TestLeaf.StartAsync(tls: Files));
        Assert.StartsWith($"--tls-cert {Files.Cert} with --tls-key {Files.Key}: ", wrong.Message);
    }

    private static async Task<string> ShownAsync(TestLeaf leaf)
    {
        await using TestClient client = await TestClient.ConnectTlsAsync(leaf.Tls);
        return client.ServerSubject!;
    }

    private void WriteCertificate(string subject)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Files.Cert, certificate.ExportCertificatePem());
        File.WriteAllText(Files.Key, key.ExportPkcs8PrivateKeyPem());
    }
}
