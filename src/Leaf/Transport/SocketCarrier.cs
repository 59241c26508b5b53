using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace IrcNats.Leaf.Transport;

/// <summary>Lines as bytes, over a socket with TLS or without.</summary>
sealed class SocketCarrier(ConnectionContext connection, bool encrypted) : ICarrier
{
    private readonly PlainSocket? _socket =
        !encrypted && connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket
            ? new PlainSocket(socket)
            : null;

    public PipeReader Input => connection.Transport.Input;

    public CancellationToken Gone => connection.ConnectionClosed;

    public bool SendsOffLoop => encrypted;

    public void Write(ReadOnlyMemory<byte> line)
    {
        if (_socket is not null) _socket.Write(line);
        else connection.Transport.Output.Write(line.Span);
    }

    public ValueTask<bool> FlushAsync() => _socket?.FlushAsync() ?? FlushPipeAsync();

    public async Task EndAsync(bool goingAway) => await connection.Transport.Output.CompleteAsync();

    public void Abort(string why) => connection.Abort(new ConnectionAbortedException(why));

    private async ValueTask<bool> FlushPipeAsync() => !(await connection.Transport.Output.FlushAsync()).IsCompleted;
}
