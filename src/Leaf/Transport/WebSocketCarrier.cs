using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Lines as messages of a WebSocket, one line in each, without CRLF. https://ircv3.net/specs/extensions/websocket
/// </summary>
/// <param name="text">Lines go out in text messages, not in binary ones; both are taken.</param>
sealed class WebSocketCarrier(WebSocket socket, HttpContext http, bool text) : ICarrier
{
    // Bytes of input that may wait for the core; a line with its tags has at most 4,608.
    private const int InputBytes = 16 * 1024;

    private readonly Pipe _input = new(new PipeOptions(
        pauseWriterThreshold: InputBytes, resumeWriterThreshold: InputBytes / 2, useSynchronizationContext: false));
    private readonly List<ReadOnlyMemory<byte>> _lines = [];
    private Task _receiving = Task.CompletedTask;
    private bool _isWithin;

    public PipeReader Input => _input.Reader;

    public CancellationToken Gone => http.RequestAborted;

    public bool SendsOffLoop => true;

    private WebSocketMessageType Type => text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;

    /// <summary>Begins to take messages.</summary>
    public void Begin() => _receiving = ReceiveAsync();

    public void Write(ReadOnlyMemory<byte> line) => _lines.Add(line);

    public async ValueTask<bool> FlushAsync()
    {
        try
        {
            foreach (ReadOnlyMemory<byte> line in _lines)
                await socket.SendAsync(Unended(line), Type, endOfMessage: true, CancellationToken.None);
            return socket.State is WebSocketState.Open or WebSocketState.CloseReceived;
        }
        catch (WebSocketException e)
        {
            throw new IOException(e.Message, e);
        }
        finally
        {
            _lines.Clear();
        }
    }

    // https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
    public async Task EndAsync(bool goingAway)
    {
        await _input.Reader.CompleteAsync();
        WebSocketCloseStatus status =
            goingAway ? WebSocketCloseStatus.EndpointUnavailable : WebSocketCloseStatus.NormalClosure;
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, null, CancellationToken.None);
        }
        catch (Exception e) when (IsGone(e))
        {
            // There is nobody to say it to.
        }

        await _receiving;
    }

    public void Abort(string why)
    {
        socket.Abort();
        http.Abort();
    }

    private static ReadOnlyMemory<byte> Unended(ReadOnlyMemory<byte> line) =>
        line.Span.EndsWith("\r\n"u8) ? line[..^2] : line;

    private static bool IsGone(Exception e) =>
        e is WebSocketException or IOException or OperationCanceledException or InvalidOperationException;

    // Runs until the client closes. The close is waited for even if nobody wants the client's lines any more.
    private async Task ReceiveAsync()
    {
        Exception? fault = null;
        try
        {
            while (await PassOnAsync()) { }
            await _input.Writer.CompleteAsync();
            byte[] unwanted = new byte[1024];
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
                await socket.ReceiveAsync(unwanted, CancellationToken.None);
        }
        catch (WebSocketException e) when (e.WebSocketErrorCode != WebSocketError.ConnectionClosedPrematurely)
        {
            fault = new IOException("not a WebSocket's message", e);
        }
        catch (Exception e) when (IsGone(e))
        {
            // The client went away without a word.
        }

        await _input.Writer.CompleteAsync(fault);
    }

    // Passes on one piece of a message; false at the end, the client's or ours.
    private async ValueTask<bool> PassOnAsync()
    {
        // Waits without a buffer: most connections are silent most of the time.
        ValueWebSocketReceiveResult got = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        if (got.MessageType == WebSocketMessageType.Close) return false;
        if (!got.EndOfMessage)
        {
            got = await socket.ReceiveAsync(_input.Writer.GetMemory(), CancellationToken.None);
            if (got.MessageType == WebSocketMessageType.Close) return false;
            _input.Writer.Advance(got.Count);
        }
        else if (!_isWithin) return true; // a message without a byte

        // The last piece may be empty: some clients end every message so.
        _isWithin = !got.EndOfMessage;
        if (got.EndOfMessage) _input.Writer.Write("\n"u8);
        return !(await _input.Writer.FlushAsync()).IsCompleted;
    }
}
