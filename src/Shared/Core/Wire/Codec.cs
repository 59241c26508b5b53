using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Wire;

/// <summary>Turns payloads into bytes and back. Bytes that cannot be read are refused with the reason.</summary>
public static class Codec
{
    private static readonly MessagePackSerializerOptions Untrusted =
        MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);

    public static byte[] Encode(Payload payload) => MessagePackSerializer.Serialize(payload);

    /// <summary>Reads a payload of the wanted kind; on failure <paramref name="error"/> says what was wrong.</summary>
    public static bool TryDecode<T>(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out T? payload, [NotNullWhen(false)] out string? error)
        where T : Payload
    {
        (payload, error) = (null, null);
        try
        {
            Payload? read = MessagePackSerializer.Deserialize<Payload?>(bytes, Untrusted, out int length);
            if (length < bytes.Length) error = $"not a payload of ours: {bytes.Length - length} bytes too many";
            else if (read is not T wanted)
                error = $"a {read?.GetType().Name ?? "nil"} where a {typeof(T).Name} belongs";
            else if (Completeness.Missing(read) is { } missing) error = $"a {typeof(T).Name} without {missing}";
            else payload = wanted;
        }
        catch (MessagePackSerializationException e)
        {
            error = $"not a payload of ours: {(e.InnerException ?? e).Message}";
        }

        return payload is not null;
    }

    /// <summary>Whether two configurations mean the same: they are encoded the same.</summary>
    public static bool Equal(NetworkConfig one, NetworkConfig other) =>
        MessagePackSerializer.Serialize(one).AsSpan().SequenceEqual(MessagePackSerializer.Serialize(other));

    /// <summary>
    /// SHA-256 over what every replica holds of the network, in hexadecimal: equal for equal networks. The accounts,
    /// which only roots hold, have their own: <see cref="Network.AccountsDigest"/>.
    /// </summary>
    public static string Digest(Network net) => NetworkSnapshot.DigestOf(Encode(net.Save(withAccounts: false)));

    /// <summary>A message as a leaf has it in memory.</summary>
    public static void Encode(KeptMessage message, IBufferWriter<byte> to) =>
        MessagePackSerializer.Serialize(to, message);

    public static KeptMessage DecodeKept(ReadOnlyMemory<byte> bytes) =>
        MessagePackSerializer.Deserialize<KeptMessage>(bytes);

    public static byte[] Encode(NetworkSnapshot snapshot) => MessagePackSerializer.Serialize(snapshot);

    /// <summary>The bytes that a ticket's seal covers: everything but the seal.</summary>
    public static byte[] Encode(Ticket ticket) => MessagePackSerializer.Serialize(ticket with { Seal = default });

    public static NetworkSnapshot DecodeSnapshot(ReadOnlyMemory<byte> bytes) =>
        MessagePackSerializer.Deserialize<NetworkSnapshot>(bytes, Untrusted);
}
