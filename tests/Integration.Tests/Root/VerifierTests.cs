using IrcNats.Root.Passwords;

namespace IrcNats.Integration.Tests.Root;

public class VerifierTests
{
    [Fact]
    public void A_password_matches_its_own_verifier_and_no_other_does()
    {
        Verifier verifier = Verifier.Parse(Verifier.Of("correct horse", iterations: 10).Text)!;
        Assert.True(verifier.Matches("correct horse"));
        Assert.False(verifier.Matches("correct horse "));
        Assert.False(verifier.Matches(""));
    }

    /// <summary>The hash was made with another implementation (Python's hashlib.pbkdf2_hmac).</summary>
    [Fact]
    public void A_verifier_that_another_program_made_is_understood()
    {
        string text = "$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw==$IsJNyzZp9LFhPdYYObIIG2MHSqWDAANXEkgFI0Bqly0=";
        Assert.True(Verifier.Parse(text)!.Matches("rootpassword"));
    }

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
    public void What_is_no_verifier_is_none(string text) => Assert.Null(Verifier.Parse(text));
}
