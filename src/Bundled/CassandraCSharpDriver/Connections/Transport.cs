using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Cassandra.Connections;

/// <summary>Opens a socket, with TLS where it is asked for.</summary>
internal static class Transport
{
    public static async Task<Stream> OpenAsync(IPEndPoint address, ConnectionSettings settings, CancellationToken stop)
    {
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = settings.Sockets.TcpNoDelay ?? true,
        };
        try
        {
            if (settings.Sockets.KeepAlive ?? true)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(address, stop).ConfigureAwait(false);
            NetworkStream stream = new(socket, ownsSocket: true);
            return settings.Ssl is { } ssl
                ? await SecureAsync(stream, address, ssl, stop).ConfigureAwait(false)
                : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> SecureAsync(
        NetworkStream plain, IPEndPoint address, SSLOptions ssl, CancellationToken stop)
    {
        SslStream stream = new(plain);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = ssl.HostNameResolver(address.Address),
                EnabledSslProtocols = ssl.SslProtocol,
                ClientCertificates = ssl.CertificateCollection,
                CertificateRevocationCheckMode = ssl.CheckCertificateRevocation
                    ? System.Security.Cryptography.X509Certificates.X509RevocationMode.Online
                    : System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = ssl.RemoteCertValidationCallback,
            },
            stop).ConfigureAwait(false);
        return stream;
    }
}
