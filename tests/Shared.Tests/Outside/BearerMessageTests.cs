using FsCheck.Xunit;
using IrcNats.Proving;

namespace IrcNats.Tests.Outside;

/// <summary>What clients send who log in with a token. https://www.rfc-editor.org/rfc/rfc7628#section-3.1</summary>
public sealed class BearerMessageTests
{
    [Fact]
    public void The_example_of_the_standard_is_read() => Assert.Equal(
        new BearerMessage("user@example.com", "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="),
        BearerMessage.Parse(
            "n,a=user@example.com,\u0001host=server.example.com\u0001port=143\u0001"
            + "auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\u0001\u0001"));

    [Fact]
    public void A_name_has_its_commas_and_equals_signs_written_otherwise() =>
        Assert.Equal("a,b=c", BearerMessage.Parse("y,a=a=2Cb=3Dc,\u0001auth=bearer x\u0001\u0001").Account);

    [Fact]
    public void The_longest_token_is_taken_and_a_longer_one_is_not()
    {
        string longest = new('x', BearerMessage.TokenMost);
        Assert.Equal(longest, BearerMessage.Parse($"n,,\u0001auth=Bearer {longest}\u0001\u0001").Token);
        Assert.Throws<FormatException>(() => BearerMessage.Parse($"n,,\u0001auth=Bearer {longest}x\u0001\u0001"));
    }

    // Whatever comes, it is read or refused, and what is said of it shows nothing of a token.
    [Property]
    public bool Anything_else_is_refused_in_words(string text, string token)
    {
        try
        {
            BearerMessage.Parse($"n,,{text}\u0001auth=Bearer {token}\u0001\u0001");
            return true;
        }
        catch (FormatException wrong)
        {
            return token is not { Length: > 12 } || !wrong.Message.Contains(token, StringComparison.Ordinal);
        }
    }
}
