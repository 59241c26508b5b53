using IrcNats.Root.Passwords;

namespace IrcNats.Integration.Tests.Root;

public class PasswordLineTests
{
    [Theory]
    [InlineData("OPER root secret", "OPER ***")]
    [InlineData("pass :secret", "pass ***")]
    [InlineData("@a=b :me OPER root secret", "@a=b :me OPER ***")]
    [InlineData("  OPER root secret", "  OPER ***")]
    [InlineData("OPER", "OPER ***")]
    [InlineData("PRIVMSG NickServ :IDENTIFY secret", "PRIVMSG ***")]
    [InlineData("privmsg  nickserv secret", "privmsg ***")]
    [InlineData("PRIVMSG #dev :OPER root secret", "PRIVMSG #dev :OPER root secret")]
    [InlineData("", "")]
    [InlineData("@only", "@only")]
    [InlineData(":", ":")]
    public void Passwords_in_lines_are_hidden(string line, string shown) =>
        Assert.Equal(shown, PasswordLine.Masked(line));
}
