using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cassandra;
using IrcNats.History;

namespace IrcNats.Cassandra;

/// <summary>TLS to hosts whose certificates an authority of the operator's own has signed.</summary>
static class CassandraTls
{
    /// <param name="file">PEM: the authority.</param>
    /// <exception cref="HistorySilentException">It cannot be read.</exception>
    public static SSLOptions TrustingOnly(string file)
    {
        X509Certificate2Collection authorities = [];
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new HistorySilentException($"Cassandra: the authority in {file} cannot be read: {e.Message}", e);
        }

        return new SSLOptions().SetRemoteCertValidationCallback((_, certificate, sent, errors) =>
            errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateChainErrors
            && certificate is X509Certificate2 shown && IsSigned(shown, sent, authorities));
    }

    private static bool IsSigned(X509Certificate2 shown, X509Chain? sent, X509Certificate2Collection authorities)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (X509ChainElement element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(shown);
    }
}
