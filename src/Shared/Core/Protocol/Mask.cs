using System.Text;

namespace IrcNats.Protocol;

/// <summary>
/// Patterns: '*' stands for any text, '?' for any one character; after a backslash both stand for themselves.
/// https://modern.ircdocs.horse/#wildcard-expressions
/// </summary>
public static class Mask
{
    /// <summary>Whether the whole text fits. For a mask that is compared with many there is <see cref="Glob"/>.
    /// </summary>
    public static bool Matches(string mask, string text, Casemapping map = Casemapping.Ascii) =>
        new Glob(mask, map).Matches(text);

    /// <summary>
    /// As a hostmask's pattern: "bob" is "bob!*@*", "u@h" is "*!u@h", "n!u" is "n!u@*"; a bare word with '.' or ':'
    /// is a host. Runs of '*' become one.
    /// </summary>
    public static string Normalize(string mask)
    {
        int bang = mask.IndexOf('!', StringComparison.Ordinal);
        int at = mask.IndexOf('@', bang + 1);
        if (bang < 0 && at < 0 && mask.AsSpan().ContainsAny('.', ':')) return Collapse($"*!*@{mask}");
        int nickEnd = bang >= 0 ? bang : at >= 0 ? 0 : mask.Length;
        int userEnd = at >= 0 ? at : mask.Length;
        string nick = mask[..nickEnd];
        string user = mask[Math.Min(bang >= 0 ? bang + 1 : nickEnd, userEnd)..userEnd];
        string host = at >= 0 ? mask[(at + 1)..] : "";
        return Collapse($"{OrAny(nick)}!{OrAny(user)}@{OrAny(host)}");
    }

    private static string OrAny(string part) => part.Length == 0 ? "*" : part;

    /// <summary>Runs of '*' become one.</summary>
    public static string Collapse(string mask)
    {
        StringBuilder kept = new(mask.Length);
        bool afterStar = false;
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] == '*' && afterStar) continue;
            afterStar = mask[i] == '*' && (i == 0 || mask[i - 1] != '\\'); // an escaped one is a letter
            kept.Append(mask[i]);
        }

        return kept.ToString();
    }
}
