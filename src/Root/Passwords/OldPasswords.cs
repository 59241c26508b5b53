using IrcNats.Proving;
using IrcNats.Root.Core;

namespace IrcNats.Root.Passwords;

/// <summary>Compares passwords with the hashes of another network. Takes some tenths of a second each.</summary>
public static class OldPasswords
{
    public static OldPasswordAnswer Compare(OldPasswordQuestion question)
    {
        RootsKey key = question.Secrets.Key;
        // Somebody else has logged in meanwhile, or the box is none.
        if (key.OpenedHash(question.Secret.Span, question.Account) is not { } hash
            || key.OpenBox(question.Box.Span, question.Name) is not { Password.Length: > 0 } said
            || Verifier.Parse(said.Verifier) is not { } verifier)
            return new OldPasswordAnswer(null, default);
        try
        {
            return BCrypt.Net.BCrypt.Verify(said.Password, hash)
                ? new OldPasswordAnswer(true, key.Sealed(verifier, question.Account))
                : new OldPasswordAnswer(false, default);
        }
        catch (Exception wrong) when (wrong is BCrypt.Net.SaltParseException or BCrypt.Net.HashInformationException
            or ArgumentException)
        {
            return new OldPasswordAnswer(null, default);
        }
    }
}
