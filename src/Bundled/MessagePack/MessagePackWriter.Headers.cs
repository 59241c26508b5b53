using System.Runtime.CompilerServices;

namespace MessagePack;

/// <content>What comes before text, bytes, arrays, maps and extensions.</content>
public ref partial struct MessagePackWriter
{
    /// <summary>Starts text of that many UTF-8 bytes.</summary>
    public void WriteStringHeader(int byteCount)
    {
        if (byteCount <= 31)
            WriteByte((byte)(MessagePackCode.MinFixStr | byteCount));
        else if (byteCount <= byte.MaxValue)
            WriteShortHeader(MessagePackCode.Str8, (byte)byteCount);
        else
            WriteLongHeader(MessagePackCode.Str16, MessagePackCode.Str32, (uint)byteCount);
    }

    /// <summary>Starts that many bytes.</summary>
    public void WriteBinHeader(int length)
    {
        if (length <= byte.MaxValue)
            WriteShortHeader(MessagePackCode.Bin8, (byte)length);
        else
            WriteLongHeader(MessagePackCode.Bin16, MessagePackCode.Bin32, (uint)length);
    }

    /// <summary>Starts an array; that many values follow.</summary>
    public void WriteArrayHeader(int count) => WriteArrayHeader((uint)count);

    /// <summary>Starts an array; that many values follow.</summary>
    public void WriteArrayHeader(uint count)
    {
        if (count <= 15)
            WriteByte((byte)(MessagePackCode.MinFixArray | count));
        else
            WriteLongHeader(MessagePackCode.Array16, MessagePackCode.Array32, count);
    }

    /// <summary>Starts a map; that many pairs of key and value follow.</summary>
    public void WriteMapHeader(int count) => WriteMapHeader((uint)count);

    /// <summary>Starts a map; that many pairs of key and value follow.</summary>
    public void WriteMapHeader(uint count)
    {
        if (count <= 15)
            WriteByte((byte)(MessagePackCode.MinFixMap | count));
        else
            WriteLongHeader(MessagePackCode.Map16, MessagePackCode.Map32, count);
    }

    /// <summary>Starts an extension; its bytes follow.</summary>
    public void WriteExtensionFormatHeader(ExtensionHeader extensionHeader)
    {
        byte code = extensionHeader.Length switch
        {
            1 => MessagePackCode.FixExt1,
            2 => MessagePackCode.FixExt2,
            4 => MessagePackCode.FixExt4,
            8 => MessagePackCode.FixExt8,
            16 => MessagePackCode.FixExt16,
            <= byte.MaxValue => MessagePackCode.Ext8,
            _ => MessagePackCode.NeverUsed,
        };
        if (code == MessagePackCode.Ext8)
            WriteShortHeader(code, (byte)extensionHeader.Length);
        else if (code != MessagePackCode.NeverUsed)
            WriteByte(code);
        else
            WriteLongHeader(MessagePackCode.Ext16, MessagePackCode.Ext32, extensionHeader.Length);
        WriteByte((byte)extensionHeader.TypeCode);
    }

    private void WriteShortHeader(byte code, byte length)
    {
        Span<byte> to = GetSpan(2);
        to[0] = code;
        to[1] = length;
        Advance(2);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteLongHeader(byte code16, byte code32, uint length)
    {
        if (length <= ushort.MaxValue)
            WriteUInt16(code16, (ushort)length);
        else
            WriteUInt32(code32, length);
    }
}
