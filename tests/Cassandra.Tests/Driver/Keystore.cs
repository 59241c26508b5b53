using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IrcNats.Cassandra.Tests.Driver;

/// <summary>A server's key and certificate in a file that Java reads.</summary>
internal sealed class Keystore : IDisposable
{
    public const string Name = "cassandra.test", Password = "of the test";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ircnats-keystore-");
    private readonly string _thumbprint;

    /// <param name="address">Which the certificate is for, beside its name.</param>
    public Keystore(IPAddress? address = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={Name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(Name);
        if (address is not null) names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        _thumbprint = certificate.Thumbprint;
        File = Path.Combine(_directory.FullName, "server.p12");
        Authority = Path.Combine(_directory.FullName, "server.pem");
        System.IO.File.WriteAllText(Authority, certificate.ExportCertificatePem());
        System.IO.File.WriteAllBytes(File, certificate.Export(X509ContentType.Pkcs12, Password));
    }

    public string File { get; }

    /// <summary>The certificate, which signed itself, in PEM.</summary>
    public string Authority { get; }

    public bool IsOurs(X509Certificate? certificate) =>
        certificate is not null && certificate.GetCertHashString() == _thumbprint;

    public void Dispose() => _directory.Delete(recursive: true);
}
