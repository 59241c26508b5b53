using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using NATS.Client.Core.Protocol;

namespace NATS.Client.Core.Security;

/// <summary>Decides about TLS and does the handshake.</summary>
internal static class TlsUpgrade
{
    public static TlsMode ModeFor(NatsTlsOpts opts, ServerAddress server) => opts.Mode switch
    {
        TlsMode.Auto when server.IsTls || opts.HasCertificates => TlsMode.Require,
        TlsMode.Auto => TlsMode.Prefer,
        var mode => mode,
    };

    /// <summary>Whether to upgrade now that the server's INFO is known.</summary>
    public static bool IsWanted(TlsMode mode, ServerInfo info) => mode switch
    {
        TlsMode.Disable when info.TlsRequired =>
            throw new NatsException("The server requires TLS, and TlsOpts.Mode is Disable"),
        TlsMode.Require when !info.TlsRequired && !info.TlsAvailable =>
            throw new NatsException("TLS is required by TlsOpts or the URL, and the server offers none"),
        TlsMode.Disable or TlsMode.Implicit => false,
        _ => info.TlsRequired || info.TlsAvailable,
    };

    public static async Task<SslStream> HandshakeAsync(
        Stream plain, NatsTlsOpts opts, string host, CancellationToken cancellationToken)
    {
        var ssl = new SslStream(plain);
        try
        {
            var options = MakeOptions(opts, host);
            if (opts.ConfigureClientAuthentication is { } configure)
                await configure(options).ConfigureAwait(false);
            await ssl.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return ssl;
        }
        catch (Exception e)
        {
            await ssl.DisposeAsync().ConfigureAwait(false);
            if (e is OperationCanceledException)
                throw;
            throw new NatsException($"TLS with {host} failed: {e.Message}", e);
        }
    }

    private static SslClientAuthenticationOptions MakeOptions(NatsTlsOpts opts, string host)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (OwnCertificate(opts) is { } certificate)
            options.ClientCertificates = [certificate];
        if (opts.InsecureSkipVerify)
        {
            // The option's very meaning; only ever set by the operator.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }
        else if (opts.CaFile is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(opts.CaFile);
        }

        return options;
    }

    private static X509Certificate2? OwnCertificate(NatsTlsOpts opts)
    {
        if (opts.CertBundleFile is not null)
            return X509CertificateLoader.LoadPkcs12FromFile(opts.CertBundleFile, opts.CertBundleFilePassword);
        if (opts.CertFile is null)
            return null;
        using var pem = opts.KeyFilePassword is null
            ? X509Certificate2.CreateFromPemFile(opts.CertFile, opts.KeyFile)
            : X509Certificate2.CreateFromEncryptedPemFile(opts.CertFile, opts.KeyFilePassword, opts.KeyFile);

        // Windows cannot use a key that only lives in memory; a round trip through PKCS#12 stores it.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }
}
