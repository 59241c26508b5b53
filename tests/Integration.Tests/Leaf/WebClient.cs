using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>A WebSocket of the tests: messages out as they are given, messages in one by one.</summary>
sealed class WebClient : IAsyncDisposable
{
    private readonly byte[] _room = new byte[64 * 1024];

    private WebClient(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    /// <summary>The type of the last message.</summary>
    public WebSocketMessageType LastType { get; private set; }

    public static async Task<WebClient> ConnectAsync(
        IPEndPoint to, string[]? protocols = null, Action<ClientWebSocketOptions>? with = null, string scheme = "ws")
    {
        ClientWebSocket socket = new();
        foreach (string protocol in protocols ?? []) socket.Options.AddSubProtocol(protocol);
        socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        socket.Options.CollectHttpResponseDetails = true;
        with?.Invoke(socket.Options);
        using CancellationTokenSource patience = new(TestClient.Patience);
        await socket.ConnectAsync(new Uri($"{scheme}://{to}/"), patience.Token);
        return new WebClient(socket);
    }

    public Task SendAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line), WebSocketMessageType.Text);

    public Task SendAsync(byte[] message, WebSocketMessageType type, bool whole = true) =>
        Socket.SendAsync(message, type, whole, CancellationToken.None).WaitAsync(TestClient.Patience);

    /// <summary>The next message; null when the server has closed.</summary>
    public async Task<string?> ReadAsync()
    {
        int length = 0;
        while (true)
        {
            WebSocketReceiveResult got = await Socket
                .ReceiveAsync(new ArraySegment<byte>(_room, length, _room.Length - length), CancellationToken.None)
                .WaitAsync(TestClient.Patience);
            if (got.MessageType == WebSocketMessageType.Close) return null;
            length += got.Count;
            LastType = got.MessageType;
            if (got.EndOfMessage) return Encoding.UTF8.GetString(_room, 0, length);
        }
    }

    /// <summary>The next message that contains the text; fails when the server closes before.</summary>
    public async Task<string> UntilAsync(string text)
    {
        while (await ReadAsync() is { } line)
            if (line.Contains(text, StringComparison.Ordinal)) return line;
        throw new InvalidOperationException($"no '{text}' before the end");
    }

    public async Task RegisterAsync(string nick)
    {
        await SendAsync($"NICK {nick}");
        await SendAsync($"USER {nick} 0 * :{nick}");
        await UntilAsync($" 422 {nick} ");
    }

    public ValueTask DisposeAsync()
    {
        Socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
