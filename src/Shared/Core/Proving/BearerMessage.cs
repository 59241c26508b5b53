namespace IrcNats.Proving;

/// <summary>
/// What a client sends that logs in with a token: <c>n,a=account,\x01auth=Bearer token\x01\x01</c>, perhaps with host
/// and port. https://www.rfc-editor.org/rfc/rfc7628#section-3.1
/// </summary>
/// <param name="Account">That the client wants to be; empty: it does not say.</param>
public sealed record BearerMessage(string Account, string Token)
{
    /// <summary>Characters of a token.</summary>
    public const int TokenMost = 4096;

    private const char End = '\x01';
    private const string Scheme = "bearer ";

    /// <exception cref="FormatException">What is wrong with the message; it shows nothing of the token.</exception>
    public static BearerMessage Parse(string text)
    {
        string[] parts = text.Split(',', 3);
        if (parts is not ["n" or "y", var actsFor, var pairs])
            throw new FormatException("the message does not begin with 'n,account,'");
        if (actsFor.Length > 0 && !actsFor.StartsWith("a=", StringComparison.Ordinal))
            throw new FormatException("the account in the message does not begin with 'a='");
        if (pairs is not [End, .. var inner, End, End]) throw new FormatException("the message has no end");
        string? token = null;
        foreach (string pair in inner.Split(End))
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at))
                throw new FormatException("a part of the message has no '='");
            if (pair[..at] != "auth") continue;
            if (token is not null) throw new FormatException("the message has two tokens");
            token = TokenIn(pair[(at + 1)..]);
        }

        return new BearerMessage(
            actsFor.Length == 0 ? "" : NameIn(actsFor[2..]),
            token ?? throw new FormatException("the message has no token"));
    }

    // A token is not shown where the record is printed.
    public override string ToString() => $"{nameof(BearerMessage)} of {Account}";

    private static string TokenIn(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw new FormatException("the token is not of the kind Bearer");
        string token = text[Scheme.Length..].Trim(' ');
        return token.Length is > 0 and <= TokenMost && token.All(c => c is > ' ' and <= '~')
            ? token
            : throw new FormatException($"a token has 1 to {TokenMost} visible characters");
    }

    // https://www.rfc-editor.org/rfc/rfc5801#section-4
    private static string NameIn(string text) => text.Replace("=2C", ",", StringComparison.OrdinalIgnoreCase)
        .Replace("=3D", "=", StringComparison.OrdinalIgnoreCase);
}
