namespace IrcNats.Proving;

/// <summary>What a leaf tells the roots alone, in a <see cref="SealedBox"/>: each on a line of its own.</summary>
/// <param name="Verifier">Of a new password; empty: there is none.</param>
/// <param name="Email">An address; empty: none.</param>
/// <param name="Code">One that was mailed; empty: none.</param>
public sealed record BoxContent(string Verifier, string Email = "", string Code = "")
{
    public string Text => Email.Length + Code.Length == 0 ? Verifier : $"{Verifier}\n{Email}\n{Code}";

    public static BoxContent Parse(string text) => text.Split('\n') is [var verifier, var email, var code, ..]
        ? new BoxContent(verifier, email, code)
        : new BoxContent(text);
}
