using System.Buffers;
using MessagePack.Formatters;

namespace MessagePack;

/// <summary>
/// Writes values as MessagePack and reads them back. Whatever goes wrong is a
/// <see cref="MessagePackSerializationException"/>.
/// </summary>
public static class MessagePackSerializer
{
    /// <summary>The options of calls that name none.</summary>
    public static MessagePackSerializerOptions DefaultOptions { get; set; } = MessagePackSerializerOptions.Standard;

    /// <summary>Writes a value into a new array.</summary>
    public static byte[] Serialize<T>(
        T? value, MessagePackSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Scratch scratch = Scratch.Rent();
        try
        {
            var writer = new MessagePackWriter(scratch);
            Serialize(ref writer, value!, options);
            writer.Flush();
            return scratch.ToArray();
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <summary>Writes a value into a buffer writer.</summary>
    public static void Serialize<T>(
        IBufferWriter<byte> writer,
        T? value,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var to = new MessagePackWriter(writer);
        Serialize(ref to, value!, options);
        to.Flush();
    }

    /// <summary>Writes a value; the caller flushes.</summary>
    public static void Serialize<T>(ref MessagePackWriter writer, T value, MessagePackSerializerOptions? options = null)
    {
        try
        {
            Formatter<T>.Instance.Serialize(ref writer, value, options ?? DefaultOptions);
        }
        catch (Exception cause)
        {
            throw Failed("serialize", typeof(T), cause);
        }
    }

    /// <summary>Reads a value; bytes after it are ignored.</summary>
    public static T Deserialize<T>(
        ReadOnlyMemory<byte> buffer,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reader = new MessagePackReader(buffer);
        return Deserialize<T>(ref reader, options);
    }

    /// <summary>Reads a value and says how many bytes it took.</summary>
    public static T Deserialize<T>(
        ReadOnlyMemory<byte> buffer, out int bytesRead, CancellationToken cancellationToken = default) =>
        Deserialize<T>(buffer, null, out bytesRead, cancellationToken);

    /// <summary>Reads a value and says how many bytes it took.</summary>
    public static T Deserialize<T>(
        ReadOnlyMemory<byte> buffer,
        MessagePackSerializerOptions? options,
        out int bytesRead,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reader = new MessagePackReader(buffer);
        var value = Deserialize<T>(ref reader, options);
        bytesRead = (int)reader.Consumed;
        return value;
    }

    /// <summary>Reads a value; bytes after it are ignored.</summary>
    public static T Deserialize<T>(
        in ReadOnlySequence<byte> byteSequence,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reader = new MessagePackReader(byteSequence);
        return Deserialize<T>(ref reader, options);
    }

    /// <summary>Reads the reader's next value.</summary>
    public static T Deserialize<T>(ref MessagePackReader reader, MessagePackSerializerOptions? options = null)
    {
        try
        {
            return Formatter<T>.Instance.Deserialize(ref reader, options ?? DefaultOptions);
        }
        catch (Exception cause)
        {
            throw Failed("deserialize", typeof(T), cause);
        }
    }

    /// <summary>Shows a value as JSON, for people and tools.</summary>
    public static string ConvertToJson(
        ReadOnlyMemory<byte> bytes,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default) =>
        ConvertToJson(new ReadOnlySequence<byte>(bytes), options, cancellationToken);

    /// <summary>Shows a value as JSON, for people and tools.</summary>
    public static string ConvertToJson(
        in ReadOnlySequence<byte> bytes,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reader = new MessagePackReader(bytes);
        using var text = new StringWriter();
        ConvertToJson(ref reader, text, options);
        return text.ToString();
    }

    /// <summary>Shows the reader's next value as JSON.</summary>
    public static void ConvertToJson(
        ref MessagePackReader reader, TextWriter jsonWriter, MessagePackSerializerOptions? options = null)
    {
        if (reader.End)
            return;
        try
        {
            new JsonText(jsonWriter, options ?? DefaultOptions).Convert(ref reader);
        }
        catch (Exception cause)
        {
            throw new MessagePackSerializationException("Error occurred while translating msgpack to JSON.", cause);
        }
    }

    private static MessagePackSerializationException Failed(string what, Type type, Exception cause) =>
        new($"Failed to {what} {type.FullName} value.", Reason(cause));

    // A type that cannot be serialized is found out in the initializer of its formatter.
    private static Exception Reason(Exception cause) =>
        cause is TypeInitializationException { InnerException: { } reason } ? Reason(reason) : cause;
}
