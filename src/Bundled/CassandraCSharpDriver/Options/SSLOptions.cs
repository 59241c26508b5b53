using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Cassandra;

/// <summary>How connections are encrypted, and whom they trust.</summary>
public sealed class SSLOptions
{
    public SSLOptions()
    {
    }

    public SSLOptions(
        SslProtocols sslProtocol, bool checkCertificateRevocation,
        RemoteCertificateValidationCallback? remoteCertValidationCallback)
    {
        SslProtocol = sslProtocol;
        CheckCertificateRevocation = checkCertificateRevocation;
        RemoteCertValidationCallback = remoteCertValidationCallback;
    }

    /// <summary>None: what the operating system holds to be good.</summary>
    internal SslProtocols SslProtocol { get; } = SslProtocols.None;

    internal bool CheckCertificateRevocation { get; private set; }

    /// <summary>Nothing: a certificate is good when the system trusts it and it has the host's name.</summary>
    internal RemoteCertificateValidationCallback? RemoteCertValidationCallback { get; private set; }

    internal X509CertificateCollection CertificateCollection { get; private set; } = [];

    /// <summary>The name that a host's certificate must have; an address is its own name.</summary>
    internal Func<IPAddress, string> HostNameResolver { get; private set; } = address => address.ToString();

    /// <summary>The client's own certificates.</summary>
    public SSLOptions SetCertificateCollection(X509CertificateCollection certificates)
    {
        CertificateCollection = certificates;
        return this;
    }

    public SSLOptions SetHostNameResolver(Func<IPAddress, string> resolver)
    {
        HostNameResolver = resolver;
        return this;
    }

    public SSLOptions SetCertificateRevocationCheck(bool flag)
    {
        CheckCertificateRevocation = flag;
        return this;
    }

    public SSLOptions SetRemoteCertValidationCallback(RemoteCertificateValidationCallback callback)
    {
        RemoteCertValidationCallback = callback;
        return this;
    }
}
