using System.Net;
using IrcNats.Leaf.Transport;
using IrcNats.State;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>Lists of addresses (DNSBL) from a name server of the test's own. Who does not answer keeps nobody out.
/// </summary>
public sealed class BlocklistsTests
{
    private const string Zone = "bl.example", Mild = "mild.example";

    private static readonly IPAddress s_four = IPAddress.Parse("192.0.2.7"), s_six = IPAddress.Parse("2001:db8::7");

    private readonly List<string> _alarms = [];

    [Fact]
    public async Task The_address_is_asked_backwards_and_those_that_refuse_count_first()
    {
        using NameServer server = new()
        {
            Records =
            {
                [$"7.2.0.192.{Zone}"] = [(1, [127, 0, 0, 2])],
                [$"7.2.0.192.{Mild}"] = [(1, [127, 0, 0, 4])],
                [$"7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.{Mild}"] = [(1, [127, 0, 0, 4])],
            },
        };
        Blocklists lists = On(server);
        Blocklist[] both = [Of(Mild) with { Action = BlocklistAction.RequireSasl }, Of(Zone)];

        Assert.Equal(Zone, (await lists.FindAsync(s_four, both))!.Zone);
        Assert.Equal(Mild, (await lists.FindAsync(s_six, both))!.Zone);
        Assert.Null(await lists.FindAsync(s_four, [Of(Zone) with { Answers = ["127.0.0.3"] }]));
        Assert.Empty(_alarms);
    }

    [Fact]
    public async Task An_answer_is_remembered()
    {
        using NameServer server = new() { Records = { [$"7.2.0.192.{Zone}"] = [(1, [127, 0, 0, 2])] } };
        Blocklists lists = On(server);
        for (int i = 0; i < 20; i++) Assert.NotNull(await lists.FindAsync(s_four, [Of(Zone)]));
        Assert.Equal(1, server.Asked);
    }

    [Theory]
    [InlineData(DnsAnswer.Refused)]
    [InlineData(DnsAnswer.Garbage)]
    [InlineData(DnsAnswer.Silence)]
    public async Task One_that_does_not_answer_keeps_nobody_out_and_is_told_once(DnsAnswer answer)
    {
        using NameServer server = new() { Instead = answer };
        Blocklists lists = On(server);
        Assert.Null(await lists.FindAsync(s_four, [Of(Zone)]).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Null(await lists.FindAsync(s_six, [Of(Zone)]).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.StartsWith(Zone, Assert.Single(_alarms));
    }

    [Fact]
    public async Task One_that_has_nobody_raises_no_alarm()
    {
        using NameServer server = new() { Instead = DnsAnswer.NoSuchName };
        Assert.Null(await On(server).FindAsync(s_four, [Of(Zone)]));
        Assert.Empty(_alarms);
    }

    // A domain that was given up answers everything with the address of a web page; others say so that they do not
    // want to be asked.
    [Theory]
    [InlineData(203, 0, 113, 7)]
    [InlineData(127, 255, 255, 254)]
    public async Task Nonsense_lists_nobody(byte a, byte b, byte c, byte d)
    {
        using NameServer server = new() { Records = { [$"7.2.0.192.{Zone}"] = [(1, [a, b, c, d])] } };
        Assert.Null(await On(server).FindAsync(s_four, [Of(Zone)]));
        Assert.Contains($"{a}.{b}.{c}.{d}", Assert.Single(_alarms));
    }

    private static Blocklist Of(string zone) => new() { Name = zone, Zone = zone };

    private Blocklists On(NameServer server) => new(
        DnsNames.ClientOf(server.At), TimeProvider.System, (zone, why) => _alarms.Add($"{zone}: {why}"));
}
