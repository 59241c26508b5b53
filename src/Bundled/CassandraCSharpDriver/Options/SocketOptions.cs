namespace Cassandra;

/// <summary>How sockets are opened and how long answers may take.</summary>
public sealed class SocketOptions
{
    private const int DefaultConnectTimeoutMillis = 5000, DefaultReadTimeoutMillis = 12000;

    /// <summary>How long opening a connection may take: socket, TLS, protocol and log-in together.</summary>
    internal int ConnectTimeoutMillis { get; private set; } = DefaultConnectTimeoutMillis;

    /// <summary>How long one host may take to answer one request; 0: as long as it likes.</summary>
    internal int ReadTimeoutMillis { get; private set; } = DefaultReadTimeoutMillis;

    internal bool? KeepAlive { get; private set; }

    internal bool? TcpNoDelay { get; private set; }

    public SocketOptions SetConnectTimeoutMillis(int connectTimeoutMillis)
    {
        ConnectTimeoutMillis = connectTimeoutMillis;
        return this;
    }

    public SocketOptions SetReadTimeoutMillis(int milliseconds)
    {
        ReadTimeoutMillis = milliseconds;
        return this;
    }

    public SocketOptions SetKeepAlive(bool keepAlive)
    {
        KeepAlive = keepAlive;
        return this;
    }

    public SocketOptions SetTcpNoDelay(bool tcpNoDelay)
    {
        TcpNoDelay = tcpNoDelay;
        return this;
    }
}
