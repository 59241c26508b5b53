using Cassandra.Connections;
using Cassandra.Protocol;

namespace IrcNats.Cassandra.Tests.Inside;

/// <summary>Messages as bytes, for tests that read or spoil them.</summary>
internal static class Bytes
{
    public static byte[] Of(Action<BodyWriter> write)
    {
        using BodyWriter writer = new();
        write(writer);
        return writer.Written.ToArray();
    }

    /// <summary>A response with its header.</summary>
    public static byte[] Response(byte version, short stream, Opcode opcode, byte[] body) => Of(to =>
    {
        Envelope.WriteHeader(to.Take(Envelope.HeaderLength), version, stream, opcode, body.Length);
        to.From(0)[0] |= 0x80;
        to.Raw(body);
    });

    /// <summary>The same in frames, as they are sent.</summary>
    public static byte[] InFrames(byte[] envelopes)
    {
        using BodyWriter plain = new(), frames = new();
        plain.Raw(envelopes);
        return Outgoing.InFrames(plain, frames).ToArray();
    }

    public static async Task<List<Envelope>> ReadAllAsync(byte[] bytes, bool isFramed)
    {
        ByteSource source = new(new MemoryStream(bytes));
        EnvelopeReader reader = isFramed ? new FramedReader(source) : new PlainReader(source);
        List<Envelope> read = [];
        try
        {
            while (true) read.Add(await reader.ReadAsync());
        }
        catch (EndOfStreamException)
        {
            return read;
        }
    }
}
