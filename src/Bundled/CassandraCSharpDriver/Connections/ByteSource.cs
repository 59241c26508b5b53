namespace Cassandra.Connections;

/// <summary>A stream read through a buffer, so that many small messages cost one read of the socket.</summary>
internal sealed class ByteSource(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start, _end;

    /// <summary>Fills the memory; the end of the stream before that is an <see cref="EndOfStreamException"/>.</summary>
    public async ValueTask FillAsync(Memory<byte> to)
    {
        while (true)
        {
            int count = Math.Min(to.Length, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(to.Span);
            _start += count;
            to = to[count..];
            if (to.Length == 0) return;
            if (to.Length >= _buffer.Length)
            {
                await stream.ReadExactlyAsync(to).ConfigureAwait(false);
                return;
            }

            _start = 0;
            _end = await stream.ReadAsync(_buffer).ConfigureAwait(false);
            if (_end == 0) throw new EndOfStreamException("The server closed the connection.");
        }
    }
}
