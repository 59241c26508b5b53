using System.Buffers;
using System.Text.Json;
using IrcNats.Wire;
using MessagePack;

namespace IrcNats.Root.Tracing;

/// <summary>
/// Any payload of ours as one line of JSON with names, straight from its bytes. It needs nothing of the serializer, so
/// a process for one message starts quickly. Passwords are not shown.
/// </summary>
static class PayloadJson
{
    private static readonly JsonWriterOptions s_quick = new() { SkipValidation = true };

    /// <summary>
    /// The line, without its end. Bytes that are no payload of ours give {"error":…,"bytes":…}; a payload that
    /// <paramref name="only"/> does not ask for gives null.
    /// </summary>
    public static ReadOnlyMemory<byte>? Of(ReadOnlyMemory<byte> payload, Interest? only = null)
    {
        ArrayBufferWriter<byte> line = new(512);
        using Utf8JsonWriter json = new(line, s_quick);
        PayloadWalk walk = new(payload, json, only);
        try
        {
            walk.WritePayload();
            if (walk.Left > 0) throw new MessagePackSerializationException($"{walk.Left} bytes too many");
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException or OverflowException
            or ArgumentOutOfRangeException)
        {
            // The last one is what the reader says of a text that ends before its length.
            return Unreadable(e.Message, payload.Length);
        }

        json.Flush();
        return walk.IsWanted ? line.WrittenMemory : (ReadOnlyMemory<byte>?)null;
    }

    private static ReadOnlyMemory<byte> Unreadable(string why, int bytes)
    {
        ArrayBufferWriter<byte> line = new();
        using Utf8JsonWriter json = new(line, s_quick);
        json.WriteStartObject();
        json.WritePropertyName("error");
        JsonText.Write(json, $"not a payload of ours: {why}");
        json.WriteNumber("bytes", bytes);
        json.WriteEndObject();
        json.Flush();
        return line.WrittenMemory;
    }
}
