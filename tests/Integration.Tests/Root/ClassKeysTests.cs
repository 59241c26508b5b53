using IrcNats.Protocol;
using IrcNats.Root.Config;
using IrcNats.State;

namespace IrcNats.Integration.Tests.Root;

/// <summary>connection-classes in the configuration file.</summary>
public sealed class ClassKeysTests
{
    private const string Least = "network: { name: Test }\nserver: { name: irc.test }\nconnection-classes: ";

    [Theory]
    [InlineData("{ a: { nets: [1] } }", "a.nets", "'1' is neither an address nor ADDRESS/BITS")]
    [InlineData("{ a: { via: [ssl] } }", "a.via", "'ssl' is not one of plain, tls, websocket, tor, unix, gateway")]
    [InlineData("{ a: { via: [anyway] } }", "a.via", "'anyway' is not one of *")]
    [InlineData("{ a: { countries: [Germany] } }", "a.countries", "*")]
    [InlineData("{ a: { countries: [1] } }", "a.countries", "'1' is no country of two letters")]
    [InlineData("{ a: { asns: [AS1] } }", "a.asns", "'AS1' is no number of an autonomous system")]
    [InlineData("{ a: { account: maybe } }", "a.account", "'maybe' is neither yes nor no")]
    [InlineData("{ a: { max-clients: 0 } }", "a.max-clients", "0 is not from 1 to 10000000")]
    [InlineData("{ a: { max-sendq: 1k } }", "a.max-sendq", "1k is not from 4k to 64m")]
    [InlineData("{ a: { max-sendq: 1m, sendq: 1m } }", "a.sendq", "unknown key")]
    [InlineData("{ a: , b: { account: yes } }", "b", "nobody can be of it: everybody is of a, which stands before it")]
    [InlineData("{ abcdefghijabcdefghijabcdefghijxyz: }", "abcdefghijabcdefghijabcdefghijxyz", "*longer than 32 bytes")]
    public void What_is_wrong_is_named_with_its_line(string classes, string key, string what)
    {
        ConfigException wrong =
            Assert.Throws<ConfigException>(() => ConfigReader.Read("ircnats.yaml", Least + classes + "\n"));
        Assert.Contains(
            wrong.Errors,
            e => (e.Line, e.Key) == (3, "connection-classes." + key) && new Glob(what).Matches(e.What));
    }

    [Fact]
    public void There_are_no_more_than_can_be_looked_at()
    {
        string classes = string.Join(", ", Enumerable.Range(1, 33).Select(i => $"c{i}: {{ account: yes }}"));
        ConfigException wrong =
            Assert.Throws<ConfigException>(() => ConfigReader.Read("ircnats.yaml", Least + $"{{ {classes} }}\n"));
        ConfigError first = wrong.Errors[0];
        Assert.Equal(("connection-classes.c33", "there can be 32 classes"), (first.Key, first.What));
    }

    [Fact]
    public void They_keep_the_order_of_the_file()
    {
        IReadOnlyList<ConnectionClass> classes = ConfigReader.Read(
            "ircnats.yaml",
            Least + "{ second: { max-clients: 3, via: [tls, tor], countries: [de, AT], asns: [64496] }, "
            + "first: { nets: [192.0.2.0/24], account: no, max-sendq: 1m } }\n").Public.Session.Classes;
        Assert.Equal(["second", "first"], classes.Select(c => c.Name));
        Assert.Equal((3, CameBy.Tls | CameBy.Tor), (classes[0].Clients, classes[0].By));
        Assert.Equal("DE AT 64496", $"{string.Join(' ', classes[0].Countries)} {classes[0].Asns.Single()}");
        Assert.Equal((false, 1 << 20), (classes[1].Account, classes[1].MaxSendq));
        Assert.Equal(["192.0.2.0/24"], classes[1].Nets);
    }
}
