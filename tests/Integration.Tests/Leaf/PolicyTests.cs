using IrcNats.Leaf.Transport;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>What the configuration says of connections: STS, secure networks, a first notice, gateways.</summary>
public sealed class PolicyTests
{
    private static readonly StsConfig s_sts = new() { Enabled = true, Port = 6697, Duration = 86_400_000 };

    [Theory]
    [InlineData(false, "", false, "sts=port=6697")]
    [InlineData(true, "", false, null)]
    [InlineData(false, "", true, null)]
    [InlineData(false, "127.0.0.0/8", false, null)]
    [InlineData(false, "localhost", false, null)]
    [InlineData(false, "192.0.2.0/24", false, "sts=port=6697")]
    public async Task A_client_without_TLS_is_told_of_the_port(bool old, string secureNet, bool off, string? expected)
    {
        TransportConfig transport = new()
        {
            Sts = s_sts with { Enabled = !off }, SecureNets = secureNet.Length > 0 ? [secureNet] : [],
        };
        await using TestLeaf leaf = await StartAsync(transport);
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync(old ? "CAP LS\r\nCAP LIST\r\n" : "CAP LS 302\r\nCAP LIST\r\n");
        string listed = await alice.BeforeAsync(" LIST ");
        string? sts = listed.Split(' ', ':', '\n').FirstOrDefault(c => c.StartsWith("sts", StringComparison.Ordinal));
        Assert.Equal(expected, sts);
        await alice.SendAsync("CAP REQ sts\r\n");
        Assert.Equal(":irc.test CAP * NAK :sts", await alice.ReadAsync());
    }

    [Theory]
    [InlineData(86_400_000, false, "sts=duration=86400")]
    [InlineData(0, true, "sts=duration=0,preload")]
    public async Task A_client_with_TLS_is_told_how_long_to_stay_with_it(long duration, bool preload, string expected)
    {
        StsConfig sts = s_sts with { Duration = duration, Preload = preload };
        await using TestLeaf leaf = await StartAsync(new TransportConfig { Sts = sts }, proxied: true);
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync([
            .. "\r\n\r\n\0\r\nQUIT\n"u8, 0x21, 0x11, 0, 20, 198, 51, 100, 7, 192, 0, 2, 1, 0x9c, 0x40, 0x1a, 0x0b,
            0x20, 0, 5, 1, 0, 0, 0, 0,
        ]);
        await alice.SendAsync("CAP LS 302\r\nCAP LIST\r\n");
        Assert.Contains(expected, (await alice.BeforeAsync(" LIST ")).Split(' ', ':', '\n'));
    }

    [Fact]
    public async Task A_listener_for_STS_tells_the_policy_and_lets_nobody_in()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync(
            options => options with { ListenSts = [TestLeaf.AnyPort] }, With(new TransportConfig { Sts = s_sts }));
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync("CAP LS 302\r\nNICK alice\r\nUSER alice 0 * :Alice\r\nCAP END\r\n");
        Assert.Equal(
            [
                ":irc.test CAP * LS :sts=port=6697",
                "ERROR :Connections without TLS are not taken here; connect to port 6697 with TLS",
            ],
            await alice.RestAsync());
    }

    [Fact]
    public async Task A_listener_may_hide_STS()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync(
            options => options with { Listen = [ListenAddress.Parse("127.0.0.1:0,hide-sts")] },
            With(new TransportConfig { Sts = s_sts }));
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync("CAP LS 302\r\nCAP LIST\r\n");
        Assert.DoesNotContain("sts", await alice.BeforeAsync(" LIST "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_notice_comes_before_anything_is_sent()
    {
        await using TestLeaf leaf = await StartAsync(new TransportConfig { InitialNotice = "Your address is checked" });
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        Assert.Equal(":irc.test NOTICE * :Your address is checked", await alice.ReadAsync());
    }

    [Theory]
    [InlineData("host.example 198.51.100.7", "host.example", "198.51.100.7")]
    [InlineData("198.51.100.7 198.51.100.7", "198.51.100.7", "198.51.100.7")]
    [InlineData("not_a_host! 198.51.100.7", "198.51.100.7", "198.51.100.7")]
    [InlineData("0::1 0::1", "0::1", "0::1")]
    [InlineData("0::ffff:198.51.100.7 0::ffff:198.51.100.7 :secure remote-port=1", "198.51.100.7", "198.51.100.7")]
    public async Task A_gateway_says_where_its_client_is(string words, string host, string address)
    {
        await using TestLeaf leaf = await StartAsync(TestConfig.Public.Transport);
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync($"WEBIRC rootpassword web {words}\r\n");
        await alice.RegisterAsync("alice");
        User? user = await leaf.AskAsync(core => core.Network.FindUser("alice"));
        Assert.Equal((host, address, "web"), (user!.Host, user.Address, user.Gateway));
        Assert.False(user.Has(UserModes.Secure));
    }

    [Theory]
    [InlineData(":secure", true)]
    [InlineData(":local-port=6697 secure=1", true)]
    [InlineData(":insecure", false)]
    public async Task A_gateway_on_a_secure_connection_says_whether_its_clients_is(string options, bool secure)
    {
        TransportConfig transport = TestConfig.Public.Transport with { SecureNets = ["127.0.0.1"] };
        await using TestLeaf leaf = await StartAsync(transport);
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync($"WEBIRC rootpassword web 198.51.100.7 198.51.100.7 {options}\r\n");
        await alice.RegisterAsync("alice");
        Assert.Equal(
            secure, await leaf.AskAsync(core => core.Network.FindUser("alice")!.Has(UserModes.Secure)));
    }

    [Fact]
    public async Task A_gateway_elsewhere_or_with_another_certificate_is_refused()
    {
        GatewayConfig elsewhere = new() { Name = "a", Hosts = ["192.0.2.0/24"], NeedsPassword = true };
        GatewayConfig unproved = new() { Name = "b", Hosts = ["127.0.0.1"], Certfp = new string('0', 64) };
        await using TestLeaf leaf = await StartAsync(new TransportConfig { Gateways = [elsewhere, unproved] });
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync("WEBIRC rootpassword web 198.51.100.7 198.51.100.7\r\n");
        Assert.Equal(
            ["ERROR :WEBIRC refused: no gateway is allowed at this address with this certificate"],
            await alice.RestAsync());
    }

    [Fact]
    public async Task A_gateways_clients_count_where_they_are()
    {
        NetworkConfig config = TestConfig.Public with
        {
            Session = TestConfig.Public.Session with { ConnectionsPerAddress = 1 },
        };
        await using TestLeaf leaf = await TestLeaf.StartAsync(o => o with { Listen = [TestLeaf.AnyPort] }, config);
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await using TestClient bob = await TestClient.ConnectAsync(leaf.At(0));
        await using TestClient carol = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync("WEBIRC rootpassword web 198.51.100.7 198.51.100.7\r\n");
        await alice.RegisterAsync("alice");
        await bob.SendAsync("WEBIRC rootpassword web 198.51.100.8 198.51.100.8\r\n");
        await bob.RegisterAsync("bob");
        await carol.SendAsync("WEBIRC rootpassword web 198.51.100.8 198.51.100.8\r\n");
        Assert.Equal(["ERROR :Too many connections from your address"], await carol.RestAsync());
    }

    [Fact]
    public async Task Who_comes_through_Tor_has_the_host_of_all_of_them_and_hears_no_CTCP()
    {
        TransportConfig transport = new() { Sts = s_sts, Tor = new TorConfig { Vhost = "tor.test" } };
        await using TestLeaf leaf = await TestLeaf.StartAsync(
            o => o with { Listen = [TestLeaf.AnyPort], ListenTor = [TestLeaf.AnyPort] }, With(transport));
        await using TestClient alice = await leaf.JoinAsync("alice", "#dev");
        await using TestClient onion = await TestClient.ConnectAsync(leaf.At(1));
        await onion.SendAsync("CAP LS 302\r\nCAP LIST\r\n");
        Assert.DoesNotContain("sts", await onion.BeforeAsync(" LIST "), StringComparison.Ordinal);
        await onion.SendAsync("CAP END\r\n");
        await onion.RegisterAsync("onion");
        await onion.SendAsync("JOIN #dev\r\n");
        Assert.Equal(":onion!onion@tor.test JOIN #dev", await onion.UntilAsync(" JOIN "));
        await onion.UntilAsync(" 366 ");
        await alice.SendAsync(
            "PRIVMSG onion :\u0001VERSION\u0001\r\nPRIVMSG #dev :\u0001VERSION\u0001\r\n"
            + "PRIVMSG #dev :\u0001ACTION waves\u0001\r\n");
        await alice.UntilAsync(" 492 alice onion ");
        Assert.Equal(":alice!alice@127.0.0.1 PRIVMSG #dev :\u0001ACTION waves\u0001", await onion.ReadAsync());
        await onion.SendAsync("NOTICE alice :\u0001VERSION 1\u0001\r\nPRIVMSG #dev :\u0001VERSION\u0001\r\n");
        Assert.Equal(":irc.test 404 onion #dev :Cannot send CTCP through Tor", await onion.ReadAsync());
        await onion.SendAsync("PRIVMSG alice :\u0001ACTION nods\u0001\r\n");
        Assert.Equal(
            ":onion!onion@tor.test PRIVMSG alice :\u0001ACTION nods\u0001", await alice.UntilAsync("onion!"));
        User user = (await leaf.AskAsync(core => core.Network.FindUser("onion")))!;
        Assert.Equal((true, Via.Tor, "127.0.0.1"), (user.Has(UserModes.Secure), user.Via, user.Address));
    }

    [Fact]
    public async Task Only_so_many_come_through_Tor()
    {
        TransportConfig transport = new() { Tor = new TorConfig { Connections = 1 } };
        await using TestLeaf leaf = await TestLeaf.StartAsync(
            o => o with { Listen = [TestLeaf.AnyPort], ListenTor = [TestLeaf.AnyPort] }, With(transport));
        await using TestClient onion = await TestClient.ConnectAsync(leaf.At(1));
        await onion.RegisterAsync("onion");
        await using TestClient leek = await TestClient.ConnectAsync(leaf.At(1));
        Assert.Equal(["ERROR :Too many connections from your address"], await leek.RestAsync());
        await using TestClient alice = await leaf.JoinAsync("alice");
    }

    private static NetworkConfig With(TransportConfig transport) => TestConfig.Public with { Transport = transport };

    private static Task<TestLeaf> StartAsync(TransportConfig transport, bool proxied = false) => TestLeaf.StartAsync(
        options => options with
        {
            Listen = [TestLeaf.AnyPort],
            ProxyFrom = proxied ? [System.Net.IPNetwork.Parse("127.0.0.1/32")] : [],
        },
        With(transport));
}
