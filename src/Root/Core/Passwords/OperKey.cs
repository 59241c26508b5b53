using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IrcNats.Root.Passwords;

/// <summary>The key of an operator's block (opers.*.public-key).</summary>
/// <param name="Public">As it stands in the configuration.</param>
/// <param name="IsSigned">Whether the key signed a message: message, signature.</param>
public sealed record OperKey(string Public, Func<byte[], byte[], bool> IsSigned)
{
    /// <summary>Each key has another; what was proved with an earlier key does not hold any more.</summary>
    public ulong Generation { get; } =
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Public)));
}
