using Cassandra.Protocol;

namespace Cassandra.Connections;

/// <summary>Takes envelopes from a connection, one after another.</summary>
internal abstract class EnvelopeReader
{
    public abstract ValueTask<Envelope> ReadAsync();
}

/// <summary>Envelopes as they are: version 4, and version 5 until the server has agreed to it.</summary>
internal sealed class PlainReader(ByteSource source) : EnvelopeReader
{
    private readonly byte[] _header = new byte[Envelope.HeaderLength];

    public override async ValueTask<Envelope> ReadAsync()
    {
        await source.FillAsync(_header).ConfigureAwait(false);
        Envelope envelope = Envelope.ReadHeader(_header, out int length);
        if (length == 0) return envelope;
        byte[] body = new byte[length];
        await source.FillAsync(body).ConfigureAwait(false);
        return envelope with { Body = body };
    }
}

/// <summary>Envelopes in version 5 frames: several in one, or one in several.</summary>
internal sealed class FramedReader(ByteSource source) : EnvelopeReader
{
    private readonly byte[] _ends = new byte[Frame.HeaderLength];
    private byte[] _held = new byte[64 * 1024];
    private int _start, _end;
    private bool _isSelfContained;

    public override async ValueTask<Envelope> ReadAsync()
    {
        while (true)
        {
            if (TryTake(out Envelope envelope)) return envelope;
            await ReadFrameAsync().ConfigureAwait(false);
        }
    }

    private bool TryTake(out Envelope envelope)
    {
        envelope = default;
        int held = _end - _start;
        if (held < Envelope.HeaderLength) return IsWhole(held);
        envelope = Envelope.ReadHeader(_held.AsSpan(_start, Envelope.HeaderLength), out int length);
        if (held < Envelope.HeaderLength + length) return IsWhole(held);
        int after = _start + Envelope.HeaderLength + length;
        if (!_isSelfContained && after != _end)
            throw new MalformedFrameException("The server put more than the rest of one message into a partial frame.");
        if (length > 0) envelope = envelope with { Body = _held[(_start + Envelope.HeaderLength)..after] };
        _start = after;
        return true;
    }

    // Nothing can be taken: in a frame that says it is self-contained nothing may be left either.
    private bool IsWhole(int held) => held == 0 || !_isSelfContained
        ? false
        : throw new MalformedFrameException($"A frame that is self-contained ends in {held} bytes of a message.");

    private async ValueTask ReadFrameAsync()
    {
        await source.FillAsync(_ends).ConfigureAwait(false);
        (int length, bool isSelfContained) = Frame.ReadHeader(_ends);
        if (isSelfContained && _end > _start)
            throw new MalformedFrameException("The server began a new message before it had ended another.");
        _isSelfContained = isSelfContained;
        MakeRoom(length);
        await source.FillAsync(_held.AsMemory(_end, length)).ConfigureAwait(false);
        await source.FillAsync(_ends.AsMemory(0, Frame.TrailerLength)).ConfigureAwait(false);
        Frame.CheckPayload(_held.AsSpan(_end, length), _ends.AsSpan(0, Frame.TrailerLength));
        _end += length;
    }

    private void MakeRoom(int length)
    {
        int held = _end - _start;
        if (held + length > ProtocolLimits.BodyLengthMax + ProtocolLimits.FramePayloadMax)
            throw new MalformedFrameException("The server sent a message that is longer than it announced.");
        byte[] to = held + length > _held.Length ? new byte[Math.Max(2 * _held.Length, held + length)] : _held;
        Buffer.BlockCopy(_held, _start, to, 0, held);
        (_held, _start, _end) = (to, 0, held);
    }
}
