using System.Buffers;

namespace NATS.Client.Core;

/// <summary>Reads a value from a message payload; the buffer is only valid during the call.</summary>
public interface INatsDeserialize<T>
{
    T? Deserialize(in ReadOnlySequence<byte> buffer);
}
