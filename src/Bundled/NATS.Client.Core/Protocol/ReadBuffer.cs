namespace NATS.Client.Core.Protocol;

/// <summary>Bytes read from a server and not yet understood; grows to hold one whole message.</summary>
internal sealed class ReadBuffer(int size)
{
    private byte[] _bytes = new byte[size];
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, Length);

    public ReadOnlyMemory<byte> Slice(int offset, int length) => _bytes.AsMemory(_start + offset, length);

    public void Skip(int count) => _start += count;

    /// <summary>Reads until at least <paramref name="wanted"/> bytes are there. False when the server closed.</summary>
    public async ValueTask<bool> FillAsync(Stream stream, int wanted, CancellationToken cancellationToken)
    {
        MakeRoom(wanted);
        while (Length < wanted)
        {
            var count = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return false;
            _end += count;
        }

        return true;
    }

    private void MakeRoom(int wanted)
    {
        var unread = Unread;
        var target = _bytes;
        if (wanted > _bytes.Length)
            target = new byte[Math.Max(wanted, Math.Min(_bytes.Length * 2, 1 << 20))];
        else if (_bytes.Length > 1 << 20 && wanted <= size && unread.Length <= size)
            target = new byte[size];
        if (_start > 0 || target != _bytes)
            unread.CopyTo(target);
        _end = unread.Length;
        _start = 0;
        _bytes = target;
    }
}
