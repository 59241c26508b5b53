using System.Buffers;
using System.Globalization;

namespace MessagePack;

/// <summary>Writes one MessagePack value as JSON; bytes as base64, times as ISO 8601.</summary>
internal sealed class JsonText(TextWriter to, MessagePackSerializerOptions options)
{
    public void Convert(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Integer:
                Integer(ref reader);
                break;
            case MessagePackType.Boolean:
                to.Write(reader.ReadBoolean() ? "true" : "false");
                break;
            case MessagePackType.Float:
                Float(ref reader);
                break;
            case MessagePackType.String:
                Text(reader.ReadString()!);
                break;
            case MessagePackType.Binary:
                Text(System.Convert.ToBase64String(reader.ReadBytes()!.Value.ToArray()));
                break;
            case MessagePackType.Array:
                Array(ref reader);
                break;
            case MessagePackType.Map:
                Map(ref reader);
                break;
            case MessagePackType.Extension:
                Extension(ref reader);
                break;
            default:
                reader.ReadNil();
                to.Write("null");
                break;
        }
    }

    private void Integer(ref MessagePackReader reader)
    {
        if (reader.NextCode == MessagePackCode.UInt64)
            to.Write(reader.ReadUInt64().ToString(CultureInfo.InvariantCulture));
        else
            to.Write(reader.ReadInt64().ToString(CultureInfo.InvariantCulture));
    }

    private void Float(ref MessagePackReader reader)
    {
        if (reader.NextCode == MessagePackCode.Float32)
            to.Write(reader.ReadSingle().ToString(CultureInfo.InvariantCulture));
        else
            to.Write(reader.ReadDouble().ToString(CultureInfo.InvariantCulture));
    }

    private void Array(ref MessagePackReader reader)
    {
        options.Security.DepthStep(ref reader);
        int count = reader.ReadArrayHeader();
        to.Write('[');
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                to.Write(',');
            Convert(ref reader);
        }

        to.Write(']');
        reader.Depth--;
    }

    private void Map(ref MessagePackReader reader)
    {
        options.Security.DepthStep(ref reader);
        int count = reader.ReadMapHeader();
        to.Write('{');
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                to.Write(',');
            Key(ref reader);
            to.Write(':');
            Convert(ref reader);
        }

        to.Write('}');
        reader.Depth--;
    }

    // JSON's names are text.
    private void Key(ref MessagePackReader reader)
    {
        bool quoted = reader.NextMessagePackType is MessagePackType.String or MessagePackType.Binary;
        if (!quoted)
            to.Write('"');
        Convert(ref reader);
        if (!quoted)
            to.Write('"');
    }

    private void Extension(ref MessagePackReader reader)
    {
        ExtensionHeader header = reader.ReadExtensionFormatHeader();
        ReadOnlySpan<byte> body = reader.Take(header.Length);
        if (header.TypeCode == Timestamp.TypeCode)
        {
            Text(Timestamp.Read(body).ToString("o", CultureInfo.InvariantCulture));
            return;
        }

        to.Write('[');
        to.Write(header.TypeCode.ToString(CultureInfo.InvariantCulture));
        to.Write(',');
        Text(System.Convert.ToBase64String(body));
        to.Write(']');
    }

    private void Text(string text)
    {
        to.Write('"');
        foreach (char c in text)
        {
            if (Escape(c) is { } escape)
                to.Write(escape);
            else
                to.Write(c);
        }

        to.Write('"');
    }

    private static string? Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < ' ' => $"\\u{(int)c:x4}",
        _ => null,
    };
}
