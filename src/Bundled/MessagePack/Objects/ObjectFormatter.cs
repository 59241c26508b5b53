using MessagePack.Formatters;

namespace MessagePack.Objects;

/// <summary>
/// An object as the array of its members. The code for its members is compiled when the first value is written or
/// read, so a type that is only named costs nothing.
/// </summary>
internal sealed class ObjectFormatter<T> : IMessagePackFormatter<T?>
{
    private readonly ObjectShape _shape = ObjectShape.Of(typeof(T));
    private WriteMembers<T> _write;
    private ReadMembers<T> _read;

    public ObjectFormatter()
    {
        _write = CompileAndWrite;
        _read = CompileAndRead;
    }

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(_shape.Slots.Length);
        _write(ref writer, value, options);
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return default(T) is null ? default : throw new MessagePackSerializationException($"{typeof(T)} is nil.");
        options.Security.DepthStep(ref reader);
        int length = reader.ReadArrayHeader();
        if (_shape.HasExactLength && length != _shape.Slots.Length)
            throw new MessagePackSerializationException($"{typeof(T)} has {_shape.Slots.Length} parts, not {length}.");
        T value = _read(ref reader, length, options);
        for (int extra = _shape.Slots.Length; extra < length; extra++)
            reader.Skip();
        reader.Depth--;
        return value;
    }

    private void CompileAndWrite(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
    {
        _write = MemberCode.Write<T>(_shape);
        _write(ref writer, value, options);
    }

    private T CompileAndRead(ref MessagePackReader reader, int length, MessagePackSerializerOptions options)
    {
        _read = MemberCode.Read<T>(_shape);
        return _read(ref reader, length, options);
    }
}
