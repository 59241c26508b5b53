namespace MessagePack.Formatters;

// Times, Guid and Nil, as the official package writes them.

/// <summary>[local time as if it were UTC, offset in minutes].</summary>
internal sealed class DateTimeOffsetFormatter : IMessagePackFormatter<DateTimeOffset>
{
    public void Serialize(ref MessagePackWriter writer, DateTimeOffset value, MessagePackSerializerOptions options)
    {
        writer.WriteArrayHeader(2);
        writer.Write(new DateTime(value.Ticks, DateTimeKind.Utc));
        writer.Write((short)value.Offset.TotalMinutes);
    }

    public DateTimeOffset Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        int length = reader.ReadArrayHeader();
        if (length != 2)
            throw new MessagePackSerializationException($"A DateTimeOffset has 2 parts, not {length}.");
        DateTime local = reader.ReadDateTime();
        return new DateTimeOffset(local.Ticks, TimeSpan.FromMinutes(reader.ReadInt16()));
    }
}

/// <summary>Ticks of 100 ns.</summary>
internal sealed class TimeSpanFormatter : IMessagePackFormatter<TimeSpan>
{
    public void Serialize(ref MessagePackWriter writer, TimeSpan value, MessagePackSerializerOptions options) =>
        writer.Write(value.Ticks);

    public TimeSpan Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        new(reader.ReadInt64());
}

/// <summary>Text of 36 characters.</summary>
internal sealed class GuidFormatter : IMessagePackFormatter<Guid>
{
    private const int Length = 36;

    public void Serialize(ref MessagePackWriter writer, Guid value, MessagePackSerializerOptions options)
    {
        writer.WriteStringHeader(Length);
        value.TryFormat(writer.GetSpan(Length), out int written);
        writer.Advance(written);
    }

    public Guid Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.TryReadStringSpan(out ReadOnlySpan<byte> text)
        && Guid.TryParseExact(System.Text.Encoding.UTF8.GetString(text), "D", out Guid value)
            ? value
            : throw new MessagePackSerializationException("Not a Guid of 36 characters.");
}

/// <summary>Nil.</summary>
internal sealed class NilFormatter : IMessagePackFormatter<Nil>
{
    public void Serialize(ref MessagePackWriter writer, Nil value, MessagePackSerializerOptions options) =>
        writer.WriteNil();

    public Nil Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => reader.ReadNil();
}
