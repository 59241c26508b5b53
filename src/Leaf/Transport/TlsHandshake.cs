using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Decides each TLS handshake: the certificate for the name that the client asks for, and the rest that is agreed on.
/// </summary>
/// <param name="certificates">At least one. The first is for clients that ask for none of the names.</param>
sealed class TlsHandshake(IReadOnlyList<TlsCertificate> certificates, SslProtocols protocols)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // Any certificate will do, and so will none: only its fingerprint counts.
    private const SslPolicyErrors Unimportant = SslPolicyErrors.RemoteCertificateChainErrors
        | SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateNotAvailable;

    // Nothing is downloaded to check a certificate.
    private static readonly X509ChainPolicy s_offline = new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        VerificationFlags = X509VerificationFlags.AllFlags,
    };

    /// <summary>
    /// For a listener of IRC or, with <paramref name="web"/>, of WebSockets, where no client is asked for a
    /// certificate.
    /// </summary>
    public TlsHandshakeCallbackOptions For(bool web) => new()
    {
        HandshakeTimeout = s_patience,
        OnConnection = client => ValueTask.FromResult(Options(client.ClientHelloInfo.ServerName, web)),
    };

    /// <summary>Looks at the files of every certificate now, not at the next handshake.</summary>
    public void Refresh()
    {
        foreach (TlsCertificate certificate in certificates) _ = certificate.Current;
    }

    private SslServerAuthenticationOptions Options(string serverName, bool web) => new()
    {
        ServerCertificateContext = CertificateFor(serverName),
        EnabledSslProtocols = protocols,
        // A client that asks for another protocol did not mean this server.
        // https://www.iana.org/assignments/tls-extensiontype-values
        ApplicationProtocols = [web ? SslApplicationProtocol.Http11 : new SslApplicationProtocol("irc")],
        ClientCertificateRequired = !web,
        CertificateChainPolicy = web ? null : s_offline,
        RemoteCertificateValidationCallback = (_, _, _, wrong) => (wrong & ~Unimportant) == SslPolicyErrors.None,
    };

    private SslStreamCertificateContext CertificateFor(string name)
    {
        if (Uri.CheckHostName(name) == UriHostNameType.Dns)
            foreach (TlsCertificate certificate in certificates)
                if (certificate.Current.TargetCertificate.MatchesHostname(name)) return certificate.Current;
        return certificates[0].Current;
    }
}
