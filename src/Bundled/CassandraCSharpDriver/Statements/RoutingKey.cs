using System.Buffers.Binary;

namespace Cassandra;

/// <summary>The bytes by which a partition is found.</summary>
public class RoutingKey
{
    public RoutingKey(byte[] rawKey) => RawRoutingKey = rawKey;

    public byte[] RawRoutingKey { get; }

    /// <summary>Several parts make one key: each with its length before it and a zero after it.</summary>
    internal static RoutingKey Compose(params RoutingKey[] components)
    {
        if (components is [var only]) return only;
        byte[] key = new byte[components.Sum(c => c.RawRoutingKey.Length + 3)];
        Span<byte> left = key;
        foreach (RoutingKey component in components)
        {
            byte[] part = component.RawRoutingKey;
            BinaryPrimitives.WriteUInt16BigEndian(left, checked((ushort)part.Length));
            part.CopyTo(left[2..]);
            left = left[(part.Length + 3)..];
        }

        return new RoutingKey(key);
    }
}
