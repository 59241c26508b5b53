using System.Net.Security;

namespace NATS.Client.Core;

/// <summary>How TLS is done: trusted authority, own certificate, and when to use it at all.</summary>
public sealed record NatsTlsOpts
{
    public static readonly NatsTlsOpts Default = new();

    /// <summary>PEM file of the client's certificate.</summary>
    public string? CertFile { get; init; }

    /// <summary>PEM file of the client's private key.</summary>
    public string? KeyFile { get; init; }

    public string? KeyFilePassword { get; init; }

    /// <summary>PKCS#12 file holding the client's certificate and key.</summary>
    public string? CertBundleFile { get; init; }

    public string? CertBundleFilePassword { get; init; }

    public Func<SslClientAuthenticationOptions, ValueTask>? ConfigureClientAuthentication { get; init; }

    /// <summary>PEM file of the authorities to trust instead of the system's.</summary>
    public string? CaFile { get; init; }

    public bool InsecureSkipVerify { get; init; }

    public TlsMode Mode { get; init; } = TlsMode.Auto;

    internal bool HasCertificates => CertFile is not null || CertBundleFile is not null || CaFile is not null;
}

/// <summary>When to use TLS. Auto is Require for tls:// URLs or when certificates are given, else Prefer.</summary>
public enum TlsMode
{
    Auto,
    Prefer,
    Require,
    Implicit,
    Disable,
}
