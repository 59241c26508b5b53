namespace IrcNats.Proving;

/// <summary>What a leaf tells the roots alone, in a <see cref="SealedBox"/>: each on a line of its own.</summary>
/// <param name="Verifier">Of a new password; empty: there is none.</param>
/// <param name="Email">An address; empty: none.</param>
/// <param name="Code">One that was mailed; empty: none.</param>
public sealed record BoxContent(string Verifier, string Email = "", string Code = "")
{
    /// <summary>A password that a root has to hash itself, or where messages are to be pushed; empty: neither.
    /// </summary>
    public string Password { get; init; } = "";

    public string Text => Password.Length > 0 ? $"{Verifier}\n{Email}\n{Code}\n{Password}"
        : Email.Length + Code.Length == 0 ? Verifier
        : $"{Verifier}\n{Email}\n{Code}";

    public static BoxContent Parse(string text) => text.Split('\n', 4) switch
    {
        [var verifier, var email, var code, var password] =>
            new BoxContent(verifier, email, code) { Password = password },
        [var verifier, var email, var code] => new BoxContent(verifier, email, code),
        _ => new BoxContent(text),
    };

    // A password is not shown where the record is printed.
    public override string ToString() => nameof(BoxContent);
}
