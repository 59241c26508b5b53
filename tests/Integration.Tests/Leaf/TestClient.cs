using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>A client of the tests: bytes out as they are given, lines in one by one.</summary>
sealed class TestClient : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come; the machine may be busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // IPPROTO_TCP, TCP_MAXSEG and a size that it may have: https://man7.org/linux/man-pages/man7/tcp.7.html
    private const int Tcp = 6, MaxSegment = 2, SmallSegment = 1000;

    private readonly Stream _stream;
    private readonly StreamReader _lines;

    private TestClient(Socket socket, Stream stream)
    {
        (Socket, _stream) = (socket, stream);
        _lines = new StreamReader(stream, new UTF8Encoding(false));
    }

    public Socket Socket { get; }

    /// <summary>The subject of the server's certificate; null without TLS.</summary>
    public string? ServerSubject => (_stream as SslStream)?.RemoteCertificate?.Subject;

    public static async Task<TestClient> ConnectAsync(IPEndPoint to, int? receiveBuffer = null)
    {
        Socket socket = await OpenAsync(to, receiveBuffer);
        return new TestClient(socket, new NetworkStream(socket, ownsSocket: true));
    }

    public static async Task<TestClient> ConnectUnixAsync(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path)).WaitAsync(Patience);
        return new TestClient(socket, new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>With TLS; any certificate is taken.</summary>
    public static Task<TestClient> ConnectTlsAsync(IPEndPoint to, params SslApplicationProtocol[] protocols) =>
        ConnectTlsAsync(to, options => options.ApplicationProtocols = [.. protocols]);

    /// <summary>With TLS as the test wants it; any certificate is taken.</summary>
    /// <param name="before">What is sent before TLS begins.</param>
    public static async Task<TestClient> ConnectTlsAsync(
        IPEndPoint to, Action<SslClientAuthenticationOptions> with, byte[]? before = null)
    {
        Socket socket = await OpenAsync(to, null);
        if (before is not null) await socket.SendAsync(before);
        SslStream tls = new(new NetworkStream(socket, ownsSocket: true));
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = "localhost", RemoteCertificateValidationCallback = (_, _, _, _) => true,
        };
        with(options);
        await tls.AuthenticateAsClientAsync(options).WaitAsync(Patience);
        return new TestClient(socket, tls);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);
        await _stream.FlushAsync();
    }

    /// <summary>The next line; null when the connection has ended.</summary>
    public async Task<string?> ReadAsync() => await _lines.ReadLineAsync().WaitAsync(Patience);

    /// <summary>The next line that contains the text; fails when the connection ends before.</summary>
    public async Task<string> UntilAsync(string text)
    {
        List<string> passed = [];
        while (await ReadAsync() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal)) return line;
            passed.Add(line);
        }

        throw new InvalidOperationException($"no '{text}' before the end, but: {string.Join(" / ", passed)}");
    }

    /// <summary>All lines before the next that contains the text, as one text.</summary>
    public async Task<string> BeforeAsync(string text)
    {
        List<string> lines = [];
        while (await ReadAsync() is { } line && !line.Contains(text, StringComparison.Ordinal)) lines.Add(line);
        return string.Join('\n', lines);
    }

    /// <summary>All lines until the connection ends.</summary>
    public async Task<List<string>> RestAsync()
    {
        List<string> lines = [];
        while (await ReadAsync() is { } line) lines.Add(line);
        return lines;
    }

    public async Task RegisterAsync(string nick)
    {
        await SendAsync($"NICK {nick}\r\nUSER {nick} 0 * :{nick}\r\n");
        await UntilAsync($" 422 {nick} ");
    }

    /// <summary>Says that nothing more comes (close_notify with TLS, and FIN), and reads on.</summary>
    public async Task CloseSendingAsync()
    {
        if (_stream is SslStream tls) await tls.ShutdownAsync();
        Socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Goes away without a word, as a process that crashed does.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Dispose();
        await _stream.DisposeAsync();
    }

    /// <param name="receiveBuffer">Bytes; given for a reader whose system takes little on its own.</param>
    private static async Task<Socket> OpenAsync(IPEndPoint to, int? receiveBuffer)
    {
        Socket socket = new(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes)
        {
            socket.ReceiveBufferSize = bytes;
            // On loopback a segment has 64 KiB, and Linux gives the sender's socket room for twenty of them twice
            // over: more than the answers of our tests. Small segments leave little room there.
            socket.SetRawSocketOption(Tcp, MaxSegment, BitConverter.GetBytes(SmallSegment));
        }

        await socket.ConnectAsync(to).WaitAsync(Patience);
        return socket;
    }
}
