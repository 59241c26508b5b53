using IrcNats.Adapters;
using IrcNats.Proving;

namespace IrcNats.Integration.Tests.Root;

/// <summary>Keys of operators: what one signs is of that key, and of no other.</summary>
public sealed class OperNkeyTests
{
    [Fact]
    public void What_is_signed_is_of_that_key_and_that_nonce()
    {
        (string seed, string publicKey) = OperNkey.Make();
        Assert.True(OperNkey.IsPublic(publicKey));
        Assert.False(OperNkey.IsPublic(seed));
        Assert.Equal(publicKey, OperNkey.PublicOf(seed));
        byte[] signature = OperNkey.Sign(seed, KeyChallenge.MessageOf("1.aa"));
        Assert.True(OperNkey.IsSigned(publicKey, KeyChallenge.MessageOf("1.aa"), signature));
        Assert.False(OperNkey.IsSigned(publicKey, KeyChallenge.MessageOf("1.ab"), signature));
        Assert.False(OperNkey.IsSigned(OperNkey.Make().Public, KeyChallenge.MessageOf("1.aa"), signature));
        Assert.False(OperNkey.IsSigned(publicKey, KeyChallenge.MessageOf("1.aa"), new byte[64]));
        Assert.Equal(("1.aa", signature), KeyChallenge.Read(KeyChallenge.Answer("1.aa", signature)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.aa")]
    [InlineData(".AAAA")]
    [InlineData("1.aa.AAAA")]
    [InlineData("1.aa.?")]
    public void Whatever_else_comes_is_no_answer(string text) => Assert.Null(KeyChallenge.Read(text));
}
