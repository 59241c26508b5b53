using System.Net;
using IrcNats.Leaf.Transport;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>Host names from a name server of the test's own, on UDP of loopback.</summary>
public sealed class DnsNamesTests
{
    private static readonly IPAddress s_four = IPAddress.Parse("192.0.2.7"), s_six = IPAddress.Parse("2001:db8::7");

    [Fact]
    public async Task A_name_comes_with_its_addresses()
    {
        using NameServer server = new()
        {
            Records =
            {
                ["7.2.0.192.in-addr.arpa"] = [(12, NameServer.Name("host.example"))],
                ["host.example"] = [(1, s_four.GetAddressBytes()), (1, [192, 0, 2, 8]), (28, s_six.GetAddressBytes())],
                ["7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"] =
                    [(12, NameServer.Name("host.example"))],
            },
        };

        HostEntry? four = await server.Names.FindAsync(s_four), six = await server.Names.FindAsync(s_six);

        Assert.Equal("host.example", four!.Name);
        Assert.Equal([s_four, IPAddress.Parse("192.0.2.8")], four.Addresses);
        Assert.Equal(("host.example", s_six), (six!.Name, Assert.Single(six.Addresses)));
    }

    [Fact]
    public async Task A_name_without_addresses_has_none()
    {
        using NameServer server = new()
        {
            Records = { ["7.2.0.192.in-addr.arpa"] = [(12, NameServer.Name("forged.example"))] },
        };

        HostEntry? found = await server.Names.FindAsync(s_four);

        Assert.Equal(("forged.example", 0), (found!.Name, found.Addresses.Count));
    }

    [Theory]
    [InlineData(DnsAnswer.NoSuchName)]
    [InlineData(DnsAnswer.Refused)]
    [InlineData(DnsAnswer.Garbage)]
    [InlineData(DnsAnswer.OfAnotherQuestion)]
    [InlineData(DnsAnswer.Silence)]
    public async Task What_is_no_answer_is_no_name(DnsAnswer answer)
    {
        using NameServer server = new() { Instead = answer };

        Assert.Null(await server.Names.FindAsync(s_four).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.InRange(server.Asked, 1, 4);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task An_address_of_no_machine_has_no_name(string address)
    {
        using NameServer server = new();
        Assert.Null(await server.Names.FindAsync(IPAddress.Parse(address)));
    }
}
