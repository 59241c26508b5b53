using System.Buffers;

namespace MessagePack.Formatters;

// Bytes in each of the types that hold them. What is read is a copy: the input may be a pooled buffer.

internal sealed class ByteArrayFormatter : IMessagePackFormatter<byte[]?>
{
    public void Serialize(ref MessagePackWriter writer, byte[]? value, MessagePackSerializerOptions options) =>
        writer.Write(value);

    public byte[]? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.ReadBytes()?.ToArray();
}

internal sealed class ReadOnlyMemoryFormatter : IMessagePackFormatter<ReadOnlyMemory<byte>>
{
    public void Serialize(
        ref MessagePackWriter writer, ReadOnlyMemory<byte> value, MessagePackSerializerOptions options) =>
        writer.Write(value.Span);

    public ReadOnlyMemory<byte> Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.ReadBytes()?.ToArray();
}

internal sealed class MemoryFormatter : IMessagePackFormatter<Memory<byte>>
{
    public void Serialize(ref MessagePackWriter writer, Memory<byte> value, MessagePackSerializerOptions options) =>
        writer.Write(value.Span);

    public Memory<byte> Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.ReadBytes()?.ToArray();
}

internal sealed class ReadOnlySequenceFormatter : IMessagePackFormatter<ReadOnlySequence<byte>>
{
    public void Serialize(
        ref MessagePackWriter writer, ReadOnlySequence<byte> value, MessagePackSerializerOptions options) =>
        writer.Write(value);

    public ReadOnlySequence<byte> Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.ReadBytes() is { } bytes ? new(bytes.ToArray()) : default;
}
