using System.Threading.Channels;
using Cassandra.Protocol;

namespace Cassandra.Connections;

/// <summary>
/// What waits to be written to one connection. It is as long as there are numbers for requests; what has gathered
/// while the socket was busy goes out in one write.
/// </summary>
internal sealed class Outgoing(Stream stream, bool isFramed)
{
    private const int GatheredMax = ProtocolLimits.FramePayloadMax;

    private readonly Channel<BodyWriter> _waiting =
        Channel.CreateUnbounded<BodyWriter>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Takes a whole envelope over; false when the connection has ended.</summary>
    public bool TryAdd(BodyWriter envelope) => _waiting.Writer.TryWrite(envelope);

    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Writes until it is completed or the stream fails.</summary>
    public async Task RunAsync()
    {
        using BodyWriter gathered = new(), frames = new();
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_waiting.Reader.TryPeek(out _))
            {
                Gather(gathered);
                await stream.WriteAsync(isFramed ? InFrames(gathered, frames) : gathered.Written)
                    .ConfigureAwait(false);
                gathered.Clear();
                frames.Clear();
            }
        }
    }

    /// <summary>Envelopes as they go out: small ones together in one frame, a long one in several.</summary>
    internal static ReadOnlyMemory<byte> InFrames(BodyWriter envelopes, BodyWriter frames)
    {
        ReadOnlySpan<byte> left = envelopes.Written.Span;
        bool isSelfContained = left.Length <= ProtocolLimits.FramePayloadMax;
        while (left.Length > 0)
        {
            int length = Math.Min(left.Length, ProtocolLimits.FramePayloadMax);
            Frame.Write(frames, left[..length], isSelfContained);
            left = left[length..];
        }

        return frames.Written;
    }

    // Several only while they fit into one frame; one that does not fit goes alone.
    private void Gather(BodyWriter gathered)
    {
        while (_waiting.Reader.TryPeek(out BodyWriter? next)
            && (gathered.Length == 0 || gathered.Length + next.Length <= GatheredMax)
            && _waiting.Reader.TryRead(out next))
        {
            using (next) gathered.Raw(next.Written.Span);
        }
    }
}
