using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IrcNats.Cassandra.Tests.Driver;

/// <summary>A server's key and certificate in a file that Java reads.</summary>
internal sealed class Keystore : IDisposable
{
    public const string Name = "cassandra.test", Password = "of the test";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ircnats-keystore-");
    private readonly string _thumbprint;

    public Keystore()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={Name}", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        _thumbprint = certificate.Thumbprint;
        File = Path.Combine(_directory.FullName, "server.p12");
        System.IO.File.WriteAllBytes(File, certificate.Export(X509ContentType.Pkcs12, Password));
    }

    public string File { get; }

    public bool IsOurs(X509Certificate? certificate) =>
        certificate is not null && certificate.GetCertHashString() == _thumbprint;

    public void Dispose() => _directory.Delete(recursive: true);
}
