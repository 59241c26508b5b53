using System.Security.Cryptography;
using System.Text;
using IrcNats.History;
using IrcNats.Wire;

namespace IrcNats.Adapters;

/// <summary>
/// Under which subject a target's messages are. Names have any length and any letter, so hashes of them stand there;
/// that two targets may have the same is seen by the full key in each message.
/// </summary>
static class HistorySubjects
{
    private const int HashBytes = 8;

    public static string Of(Subjects subjects, HistoryTarget target) => target.Accounts is var (one, other)
        ? subjects.DirectHistory(Hash(one), Hash(other))
        : subjects.ChannelHistory(Hash(target.Key));

    /// <summary>Every subject that has direct messages of an account.</summary>
    public static string[] OfAccount(Subjects subjects, string account) =>
        [subjects.DirectHistory(Hash(account), "*"), subjects.DirectHistory("*", Hash(account))];

    private static string Hash(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, HashBytes));
}
