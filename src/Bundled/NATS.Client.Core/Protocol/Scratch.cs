using System.Buffers;

namespace NATS.Client.Core.Protocol;

/// <summary>A per-thread buffer to serialize one message in, so that publishing allocates nothing.</summary>
internal static class Scratch
{
    // One large message must not make a thread hold its size for ever.
    private const int KeptBytes = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _spare;

    // Taken, not shared: a serializer may itself publish on the same thread.
    public static ArrayBufferWriter<byte> Take()
    {
        var buffer = _spare ?? new ArrayBufferWriter<byte>(1024);
        _spare = null;
        return buffer;
    }

    public static void Return(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > KeptBytes)
            return;
        buffer.ResetWrittenCount();
        _spare = buffer;
    }
}
