using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IrcNats.Hosting;
using IrcNats.Leaf.Transport;

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

    [Theory]
    [InlineData("irc.example.net", "CN=second")]
    [InlineData("web.example.org", "CN=third")]
    [InlineData("a.web.example.org", "CN=first")]
    [InlineData("irc.example.com", "CN=first")]
    [InlineData("localhost", "CN=first")]
    public async Task The_certificate_is_the_one_for_the_name_that_is_asked_for(string name, string subject)
    {
        TlsFiles[] files =
        [
            Written("first", "other.example"), Written("second", "irc.example.net"), Written("third", "*.example.org"),
        ];
        await using TestLeaf leaf = await TestLeaf.StartAsync(
            options => options with { ListenTls = [TestLeaf.AnyPort], Certificates = files });
        await using TestClient client = await TestClient.ConnectTlsAsync(leaf.At(0), tls => tls.TargetHost = name);
        Assert.Equal(subject, client.ServerSubject);
    }

    [Fact]
    public async Task TLS_older_than_allowed_is_refused()
    {
        TlsFiles files = Written("x", "localhost");
        await using TestLeaf leaf = await TestLeaf.StartAsync(options => options with
        {
            ListenTls = [TestLeaf.AnyPort], Certificates = [files], TlsProtocols = SslProtocols.Tls13,
        });
        await using TestClient client = await TestClient.ConnectTlsAsync(leaf.At(0), _ => { });
        await client.RegisterAsync("alice");
        await Assert.ThrowsAnyAsync<Exception>(
            () => TestClient.ConnectTlsAsync(leaf.At(0), tls => tls.EnabledSslProtocols = SslProtocols.Tls12));
    }

    [Fact]
    public async Task A_certificate_of_the_client_is_its_fingerprint_for_itself_and_operators_only()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync(tls: Files);
        using X509Certificate2 own = SelfSigned("alice", expired: true);
        await using TestClient alice = await TestClient.ConnectTlsAsync(
            leaf.Tls, tls => tls.ClientCertificateContext = SslStreamCertificateContext.Create(own, null));
        await alice.RegisterAsync("alice");
        string certfp = Convert.ToHexStringLower(SHA256.HashData(own.RawData));
        await alice.SendAsync("WHOIS alice\r\n");
        Assert.EndsWith($" alice alice :has client certificate fingerprint {certfp}", await alice.UntilAsync(" 276 "));
        await using TestClient bob = await leaf.JoinAsync("bob");
        await bob.SendAsync("WHOIS alice\r\n");
        Assert.DoesNotContain("fingerprint", await bob.BeforeAsync(" 318 "));
        await bob.SendAsync("OPER root rootpassword\r\nWHOIS alice\r\n");
        await bob.UntilAsync("has client certificate fingerprint ");
    }

    [Fact]
    public async Task Lines_before_close_notify_are_done_and_answered()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync(tls: Files);
        await using TestClient bob = await leaf.JoinAsync("bob", "#c");
        await using TestClient n = await TestClient.ConnectTlsAsync(leaf.Tls);
        await n.SendAsync("NICK n\r\nUSER u 0 * :x\r\nJOIN #c\r\nPRIVMSG #c :deployed\r\nQUIT :bye\r\n");
        await n.CloseSendingAsync();
        await bob.UntilAsync(":n!u@127.0.0.1 PRIVMSG #c :deployed");
        Assert.Equal(":n!u@127.0.0.1 QUIT :Quit: bye", await bob.ReadAsync());
        Assert.Equal("ERROR :Quit: bye", (await n.RestAsync())[^1]);
    }

    [Fact]
    public async Task The_port_for_WebSockets_asks_for_no_certificate()
    {
        TlsFiles files = Written("x", "localhost");
        await using TestLeaf leaf = await TestLeaf.StartAsync(
            options => options with { ListenWss = [TestLeaf.AnyPort], Certificates = [files] });
        using X509Certificate2 own = SelfSigned("alice");
        await using WebClient alice = await WebClient.ConnectAsync(
            leaf.At(0), ["text.ircv3.net"], options => options.ClientCertificates.Add(own), "wss");
        await alice.RegisterAsync("alice");
        await alice.SendAsync("WHOIS alice");
        List<string> whois = [];
        while (await alice.ReadAsync() is { } line && !line.Contains(" 318 ", StringComparison.Ordinal))
            whois.Add(line);
        Assert.Contains(whois, line => line.Contains(" 671 ", StringComparison.Ordinal));
        Assert.DoesNotContain(whois, line => line.Contains(" 276 ", StringComparison.Ordinal));
    }

    private static async Task<string> ShownAsync(TestLeaf leaf)
    {
        await using TestClient client = await TestClient.ConnectTlsAsync(leaf.Tls);
        return client.ServerSubject!;
    }

    private void WriteCertificate(string subject)
    {
        using X509Certificate2 certificate = SelfSigned(subject["CN=".Length..]);
        Write(certificate, new TlsFiles(Files.Cert, Files.Key));
    }

    private TlsFiles Written(string subject, string dnsName)
    {
        TlsFiles files = new(Path.Combine(_folder, $"{subject}.pem"), Path.Combine(_folder, $"{subject}.key"));
        using X509Certificate2 certificate = SelfSigned(subject, dnsName);
        Write(certificate, files);
        return files;
    }

    private static void Write(X509Certificate2 certificate, TlsFiles files)
    {
        File.WriteAllText(files.Cert, certificate.ExportCertificatePem());
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 SelfSigned(string subject, string? dnsName = null, bool expired = false)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={subject}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        if (dnsName is not null) names.AddDnsName(dnsName);
        if (dnsName is not null) request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-2), now.AddDays(expired ? -1 : 1));
    }
}
