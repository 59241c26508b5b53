namespace IrcNats.Protocol;

/// <summary>E-mail addresses, as far as anybody has them: dots and plain characters, and a domain with a dot or the
/// name of a machine. Quoted names and addresses in brackets are not taken.
/// https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2</summary>
public static class EmailAddress
{
    private const int Longest = 254, LongestName = 64;

    /// <summary>The address with its domain in lower case; null: the text is none.</summary>
    public static string? Parse(string text) =>
        text.Length <= Longest && text.Split('@') is [{ Length: > 0 and <= LongestName } name, var domain]
        && name.Split('.').All(part => part.Length > 0 && part.All(IsOfName)) && IsDomain(domain)
            ? $"{name}@{domain.ToLowerInvariant()}"
            : null;

    private static bool IsOfName(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);

    private static bool IsDomain(string text) => text.Split('.').All(label =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
