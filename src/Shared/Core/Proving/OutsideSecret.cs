using System.Globalization;

namespace IrcNats.Proving;

/// <summary>
/// What somebody outside the network is asked about, as a leaf tells it to the roots alone, in a
/// <see cref="SealedBox"/>.
/// </summary>
/// <param name="Text">The password, the certificate's fingerprint or the token.</param>
public sealed record OutsideSecret(OutsideKind Kind, string Text)
{
    /// <summary>What stands in the box.</summary>
    public string BoxText => string.Create(CultureInfo.InvariantCulture, $"{(int)Kind}\n{Text}");

    /// <summary>Null: the text is none.</summary>
    public static OutsideSecret? Parse(string text) =>
        text.Split('\n', 2) is [var kind, { Length: > 0 } secret]
        && int.TryParse(kind, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && Enum.IsDefined((OutsideKind)number)
            ? new OutsideSecret((OutsideKind)number, secret)
            : null;

    // A secret is not shown where the record is printed.
    public override string ToString() => $"{Kind}";
}

/// <summary>Of what kind it is. Numbers are in boxes.</summary>
public enum OutsideKind
{
    /// <summary>The account's password.</summary>
    Password = 1,
    /// <summary>SHA-256 of a TLS certificate.</summary>
    Certificate = 2,
    /// <summary>A token of OAuth 2.0. https://www.rfc-editor.org/rfc/rfc6750</summary>
    Token = 3,
}
