using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IrcNats.Tests.Outside;

/// <summary>
/// Somebody outside on a socket of their own: a program behind a Unix socket, which reads one line, or a server of
/// HTTP, which reads one request. Both answer with what the test says, byte for byte.
/// </summary>
sealed class OutsideServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly bool _isHttp;

    /// <param name="answer">To what was asked; null: nothing, and the connection stays; "": it is closed.</param>
    public OutsideServer(bool isHttp, Func<string, string?> answer)
    {
        _isHttp = isHttp;
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ircnats-outside-{Guid.NewGuid():n}.sock");
        _listener = isHttp
            ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(isHttp ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _running = RunAsync(answer);
    }

    /// <summary>Of the Unix socket.</summary>
    public string Path { get; }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/auth");

    /// <summary>All that was asked, headers and all.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>An answer of HTTP.</summary>
    public static string Http(string body, string status = "200 OK", string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}Connection: close\r\n\r\n"
        + body;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        File.Delete(Path);
    }

    private async Task RunAsync(Func<string, string?> answer)
    {
        while (true) _ = ServeAsync(await _listener.AcceptAsync(_stop.Token), answer);
    }

    private async Task ServeAsync(Socket client, Func<string, string?> answer)
    {
        using Socket held = client;
        try
        {
            string asked = await ReadAsync(client);
            lock (Asked) Asked.Add(asked);
            if (answer(asked) is not { } said) await Task.Delay(Timeout.Infinite, _stop.Token);
            else if (said.Length > 0) await client.SendAsync(Encoding.UTF8.GetBytes(said), _stop.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The other side did not want to know it, or the test is over.
        }
    }

    private async Task<string> ReadAsync(Socket client)
    {
        StringBuilder all = new();
        byte[] bytes = new byte[4096];
        while (!IsWhole(all.ToString()))
        {
            int got = await client.ReceiveAsync(bytes, _stop.Token);
            if (got == 0) break;
            all.Append(Encoding.UTF8.GetString(bytes, 0, got));
        }

        return all.ToString();
    }

    private bool IsWhole(string read)
    {
        if (!_isHttp) return read.Contains('\n', StringComparison.Ordinal);
        int end = read.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return false;
        string length = read.Split("\r\n").First(l => l.StartsWith("Content-Length: ", StringComparison.Ordinal))[16..];
        return read.Length - end - 4 >= int.Parse(length, System.Globalization.CultureInfo.InvariantCulture);
    }
}
