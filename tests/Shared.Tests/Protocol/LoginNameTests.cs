using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

public sealed class LoginNameTests
{
    [Theory]
    [InlineData("alice", "alice", null)]
    [InlineData("alice@phone", "alice", "phone")]
    [InlineData("alice/irc", "alice", null)]
    [InlineData("alice/irc@phone", "alice", "phone")]
    [InlineData("alice@My-phone_2.0", "alice", "My-phone_2.0")]
    [InlineData("alice@abcdefghijklmnopqrstuvwxyz012345", "alice", "abcdefghijklmnopqrstuvwxyz012345")]
    [InlineData("", "", null)]
    public void It_has_an_account_and_perhaps_a_device(string given, string account, string? device)
    {
        Assert.Equal(new LoginName(account, device), LoginName.Read(given));
        Assert.Equal(account, LoginName.AccountIn(given));
    }

    [Theory]
    [InlineData("alice@")]
    [InlineData("alice@abcdefghijklmnopqrstuvwxyz0123456")]
    [InlineData("alice@a phone")]
    [InlineData("alice@two@at")]
    [InlineData("alice@a/b")]
    [InlineData("alice@\u0001")]
    [InlineData("alice@a\nb")]
    [InlineData("alice@téléphone")]
    public void What_is_no_device_s_name_is_refused(string given)
    {
        Assert.Null(LoginName.Read(given));
        Assert.Equal("alice", LoginName.AccountIn(given));
    }
}
