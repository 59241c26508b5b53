using System.Security.Cryptography;
using System.Text;

namespace IrcNats.State;

/// <summary>
/// The digest of tables that only roots hold. It is kept with each change of a row, so that a mark of the log costs
/// nothing however many rows there are.
/// </summary>
sealed class TableDigest
{
    private readonly byte[] _sum = new byte[SHA256.HashSizeInBytes];

    /// <summary>The same for equal tables, in hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_sum);

    /// <summary>Counts a row that comes, and one that goes.</summary>
    /// <param name="row">Everything in the row as one text.</param>
    public void Count(string row)
    {
        // The exclusive or of all rows' digests: what is counted twice is gone.
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(row));
        for (int i = 0; i < _sum.Length; i++) _sum[i] ^= digest[i];
    }
}
