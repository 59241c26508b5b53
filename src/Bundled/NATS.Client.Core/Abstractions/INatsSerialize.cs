using System.Buffers;

namespace NATS.Client.Core;

/// <summary>Writes a value as a message payload.</summary>
public interface INatsSerialize<T>
{
    void Serialize(IBufferWriter<byte> bufferWriter, T? value);
}
