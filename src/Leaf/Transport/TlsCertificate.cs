using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IrcNats.Hosting;
using Microsoft.Extensions.Logging;

namespace IrcNats.Leaf.Transport;

/// <summary>Where a certificate and its key are, as PEM.</summary>
public sealed record TlsFiles(string Cert, string Key);

/// <summary>
/// A certificate for TLS. It is read again when its files change, so that renewing it takes no restart.
/// </summary>
sealed class TlsCertificate
{
    private readonly string _certFile, _keyFile;
    private readonly ILogger _log;
    private readonly Lock _reading = new();
    private (DateTime Cert, DateTime Key) _written;
    private SslStreamCertificateContext _current;

    /// <exception cref="OptionException">The files hold no certificate with its key.</exception>
    public TlsCertificate(TlsFiles files, ILogger log)
    {
        (_certFile, _keyFile, _log) = (files.Cert, files.Key, log);
        _written = Written();
        try
        {
            _current = Read();
        }
        catch (Exception e) when (IsUnusable(e))
        {
            throw new OptionException($"--tls-cert {_certFile} with --tls-key {_keyFile}: {e.Message}");
        }
    }

    /// <summary>The certificate for a handshake that begins now; the old one while the files are not right.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_reading)
            {
                (DateTime, DateTime) written = Written();
                if (written == _written) return _current;
                _written = written;
                try
                {
                    _current = Read();
                    Log.CertificateRead(_log, _certFile);
                }
                catch (Exception e) when (IsUnusable(e))
                {
                    Log.CertificateUnusable(_log, _certFile, e.Message);
                }

                return _current;
            }
        }
    }

    private (DateTime Cert, DateTime Key) Written() =>
        (File.GetLastWriteTimeUtc(_certFile), File.GetLastWriteTimeUtc(_keyFile));

    private SslStreamCertificateContext Read()
    {
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(_certFile);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(_certFile, _keyFile), chain);
    }

    private static bool IsUnusable(Exception e) =>
        e is CryptographicException or IOException or ArgumentException or UnauthorizedAccessException;
}
