using System.Buffers;

namespace NATS.Client.Core.Protocol;

/// <summary>Makes a message of what was read. Headers or a payload that can't be read are told in the message's Error:
/// any publisher may send such, and that must not cost the receiver its subscription.</summary>
internal static class MsgReader
{
    public static NatsMsg<T> Read<T>(
        string subject,
        string? replyTo,
        ReadOnlySequence<byte>? headersBuffer,
        ReadOnlySequence<byte> payload,
        INatsConnection connection,
        INatsDeserialize<T> serializer)
    {
        var headers = headersBuffer is { } block ? ReadHeaders(block, connection) : null;
        var flags = payload.IsEmpty ? NatsMsgFlags.Empty : NatsMsgFlags.None;
        if (payload.IsEmpty && headers?.Code == 503)
            flags |= NatsMsgFlags.NoResponders;
        var size = subject.Length + (replyTo?.Length ?? 0) + (headersBuffer?.Length ?? 0) + payload.Length;
        var isStatusOnly = payload.IsEmpty && headers is { Code: > 0 };
        T? data = default;
        try
        {
            data = isStatusOnly ? default : serializer.Deserialize(payload);
        }
        catch (Exception e)
        {
            headers ??= [];
            headers.Error = new NatsDeserializeException(payload.ToArray(), e);
        }

        return new NatsMsg<T>(subject, replyTo, (int)size, headers, data, connection, flags);
    }

    private static NatsHeaders ReadHeaders(in ReadOnlySequence<byte> block, INatsConnection connection)
    {
        try
        {
            var bytes = block.IsSingleSegment ? block.FirstSpan : block.ToArray();
            return HeaderCodec.Read(bytes, connection.Opts.HeaderEncoding);
        }
        catch (NatsProtocolViolationException e)
        {
            return new NatsHeaders { Error = e };
        }
    }
}
