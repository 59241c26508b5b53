using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace IrcNats.Leaf.Transport;

/// <summary>Lines as bytes, over a socket with TLS or without.</summary>
sealed class SocketCarrier(ConnectionContext connection, bool encrypted) : ICarrier
{
    public PipeReader Input => connection.Transport.Input;

    public CancellationToken Gone => connection.ConnectionClosed;

    public bool SendsOffLoop => encrypted;

    public void Write(ReadOnlyMemory<byte> line) => connection.Transport.Output.Write(line.Span);

    public async ValueTask<bool> FlushAsync() => !(await connection.Transport.Output.FlushAsync()).IsCompleted;

    public async Task EndAsync(bool goingAway) => await connection.Transport.Output.CompleteAsync();

    public void Abort(string why) => connection.Abort(new ConnectionAbortedException(why));
}
