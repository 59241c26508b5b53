using System.Net;
using IrcNats.Root.Pushing;

namespace IrcNats.Tests.Push;

/// <summary>No user has a root connect to where only the root can reach.</summary>
public sealed class OutsideConnectorTests
{
    [Theory]
    [InlineData("127.0.0.1"), InlineData("0.0.0.0"), InlineData("10.1.2.3"), InlineData("100.64.0.1")]
    [InlineData("169.254.169.254"), InlineData("172.16.0.1"), InlineData("172.31.255.255"), InlineData("192.168.1.1")]
    [InlineData("192.0.0.8"), InlineData("198.18.0.1"), InlineData("224.0.0.1"), InlineData("255.255.255.255")]
    [InlineData("::"), InlineData("::1"), InlineData("::ffff:127.0.0.1"), InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1"), InlineData("64:ff9b::7f00:1"), InlineData("2002:7f00:1::"), InlineData("fc00::1")]
    [InlineData("fd12::1"), InlineData("fe80::1"), InlineData("fe80::1%1"), InlineData("ff02::1")]
    public void What_is_not_public_is_not_connected_to(string address)
    {
        OutsideConnector connector = new();
        Assert.False(connector.IsOpen(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("9.9.9.9"), InlineData("172.32.0.1"), InlineData("2620:fe::fe"), InlineData("::ffff:9.9.9.9")]
    public void What_is_public_is(string address) =>
        Assert.True(new OutsideConnector().IsOpen(IPAddress.Parse(address)));

    [Fact]
    public void An_operator_may_allow_more()
    {
        OutsideConnector connector = new() { Inside = ["127.0.0.0/8", "::1"] };
        Assert.True(connector.IsOpen(IPAddress.Loopback));
        Assert.True(connector.IsOpen(IPAddress.IPv6Loopback));
        Assert.False(connector.IsOpen(IPAddress.Parse("10.0.0.1")));
    }
}
