using IrcNats.Proving;
using IrcNats.Root.Passwords;

namespace IrcNats.Integration.Tests.Root;

public class VerifierTests
{
    private const string Old =
        "$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw==$IsJNyzZp9LFhPdYYObIIG2MHSqWDAANXEkgFI0Bqly0=";

    [Fact]
    public void What_is_made_is_of_its_password_and_no_other()
    {
        Verifier verifier = Verifier.Parse(Verifier.Of("correct horse", iterations: 10).Text)!;
        Assert.True(IsOf("correct horse", verifier));
        Assert.False(IsOf("correct horse ", verifier));
        Assert.False(IsOf("", verifier));
    }

    /// <summary>The hash was made with another implementation (Python's hashlib.pbkdf2_hmac).</summary>
    [Fact]
    public void The_old_form_has_in_it_what_the_keys_are_made_of()
    {
        Verifier verifier = Verifier.Parse(Old)!;
        Assert.True(IsOf("rootpassword", verifier));
        Assert.False(IsOf("Rootpassword", verifier));
        Assert.StartsWith("SCRAM-SHA-256$1000:AAECAwQFBgcICQoLDA0ODw==$", verifier.Text, StringComparison.Ordinal);
        Assert.Equal(verifier.Generation, Verifier.Parse(verifier.Text)!.Generation);
    }

    /// <summary>The numbers of https://www.rfc-editor.org/rfc/rfc7677#section-3</summary>
    [Fact]
    public void A_verifier_that_another_program_made_is_understood() => Assert.True(IsOf("pencil", Verifier.Parse(
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
        + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")!));

    [Fact]
    public void The_same_password_never_has_the_same_verifier() =>
        Assert.NotEqual(Verifier.Of("a", 1).Text, Verifier.Of("a", 1).Text);

    [Theory]
    [InlineData("")]
    [InlineData("rootpassword")]
    [InlineData("$2a$04$abcdefghijklmnopqrstuv")]
    [InlineData("$pbkdf2-sha256$0$AAECAwQFBgcICQoLDA0ODw==$IsJNyzZp9LFhPdYYObIIG2MHSqWDAANXEkgFI0Bqly0=")]
    [InlineData("$pbkdf2-sha256$99999999$AAECAwQFBgcICQoLDA0ODw==$IsJNyzZp9LFhPdYYObIIG2MHSqWDAANXEkgFI0Bqly0=")]
    [InlineData("$pbkdf2-sha256$1000$AAEC$IsJNyzZp9LFhPdYYObIIG2MHSqWDAANXEkgFI0Bqly0=")]
    [InlineData("$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw==$IsJN")]
    [InlineData("$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw==$?")]
    [InlineData("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==")]
    [InlineData("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$AAAA:AAAA")]
    [InlineData("SCRAM-SHA-256$0:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
        + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    [InlineData("SCRAM-SHA-1$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
        + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    public void What_is_no_verifier_is_none(string text) => Assert.Null(Verifier.Parse(text));

    [Theory]
    [InlineData("rootpassword", "this is no verifier of a password")]
    [InlineData("$2a$04$abcdefghijklmnopqrstuv", "this is a hash of bcrypt")]
    [InlineData("SCRAM-SHA-1$4096:x$y:z", "another kind of SCRAM")]
    public void What_is_none_is_told_apart_and_not_shown(string text, string why)
    {
        string refusal = Verifier.Refusal(text);
        Assert.Contains(why, refusal, StringComparison.Ordinal);
        Assert.Contains("genpasswd", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(text, refusal, StringComparison.Ordinal);
    }

    private static bool IsOf(string password, Verifier verifier)
    {
        byte[] salted = Scram.SaltedPassword(password, verifier.Salt, verifier.Iterations);
        return Scram.StoredKey(Scram.ClientKey(salted)).SequenceEqual(verifier.StoredKey)
            && Scram.ServerKey(salted).SequenceEqual(verifier.ServerKey);
    }
}
