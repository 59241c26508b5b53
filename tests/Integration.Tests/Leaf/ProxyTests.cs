using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IrcNats.Leaf;
using IrcNats.Leaf.Transport;
using IrcNats.State;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>Connections through proxies that speak the PROXY protocol.</summary>
public sealed class ProxyTests
{
    private const string Header = "PROXY TCP4 198.51.100.7 192.0.2.1 40000 6667\r\n";

    [Fact]
    public async Task A_client_behind_a_proxy_has_its_own_address_and_its_bytes_may_come_one_by_one()
    {
        await using TestLeaf leaf = await StartAsync("127.0.0.0/8", o => o with { Listen = [TestLeaf.AnyPort] });
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        foreach (char c in Header) await alice.SendAsync(c.ToString());
        await alice.RegisterAsync("alice");
        Assert.Equal(("198.51.100.7", false), await SeenAsync(leaf));
    }

    [Theory]
    [InlineData(false, "PROXY TCP4 somewhere else 1 2\r\n")]
    [InlineData(false, "\r\n\r\n\0\r\nQUIT\n!!!!")]
    [InlineData(true, "PROXY TCP4 somewhere else 1 2\r\n")]
    [InlineData(true, "GET / HTTP/1.1\r\nHost: irc.example.net\r\n\r\n")]
    public async Task A_proxy_that_sends_no_good_header_is_closed(bool web, string instead)
    {
        await using TestLeaf leaf = await StartAsync(
            "127.0.0.1/32", o => o with { Listen = [TestLeaf.AnyPort], ListenWs = [TestLeaf.AnyPort] });
        await using TestClient proxy = await TestClient.ConnectAsync(leaf.At(web ? 1 : 0));
        await proxy.SendAsync(instead);
        Assert.Empty(await EndOfAsync(proxy));
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync(Header);
        await alice.RegisterAsync("alice");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("PR\r\n")]
    public async Task Who_sends_IRC_from_the_address_of_a_proxy_is_a_client_there(string first)
    {
        await using TestLeaf leaf = await StartAsync("127.0.0.1/32", o => o with { Listen = [TestLeaf.AnyPort] });
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        foreach (char c in first) await alice.SendAsync(c.ToString());
        await alice.RegisterAsync("alice");
        Assert.Equal(("127.0.0.1", false), await SeenAsync(leaf));
        await alice.SendAsync(Header);
        Assert.Equal(":irc.test 421 alice PROXY :Unknown command", await alice.ReadAsync());
    }

    [Fact]
    public async Task A_client_that_says_nothing_for_a_while_is_let_in_where_a_header_is_not_demanded()
    {
        Pipe silence = new();
        await using DefaultConnectionContext connection = new()
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 1),
            Transport = new DuplexPipe(silence.Reader, new Pipe().Writer),
        };
        await silence.Writer.WriteAsync("PRO"u8.ToArray());
        Notes notes = new();
        FakeTimeProvider time = new();
        ProxyProtocol proxies = new([IPNetwork.Parse("127.0.0.1/32")], time, notes);
        ReadResult left = default;
        Task connected = proxies.OnConnectedAsync(connection, demanded: false, async _ =>
        {
            await silence.Writer.WriteAsync("TEST\r\n"u8.ToArray());
            left = await silence.Reader.ReadAsync();
        });
        await PassesPatienceAsync(connected, time);
        Assert.Equal("PROTEST\r\n", System.Text.Encoding.ASCII.GetString(left.Buffer.ToArray()));
        Assert.Empty(notes.Texts);
    }

    [Fact]
    public async Task Who_comes_through_Tor_cannot_say_where_it_is()
    {
        await using TestLeaf leaf = await StartAsync("127.0.0.1/32", o => o with { ListenTor = [TestLeaf.AnyPort] });
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync(Header);
        Assert.StartsWith("ERROR :A PROXY header is only taken", Assert.Single(await alice.RestAsync()));
    }

    [Fact]
    public async Task A_header_that_does_not_come_in_time_is_waited_for_no_longer()
    {
        await using DefaultConnectionContext connection = new()
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 1),
            Transport = new DuplexPipe(new Pipe().Reader, new Pipe().Writer),
        };
        Notes notes = new();
        FakeTimeProvider time = new();
        ProxyProtocol proxies = new([IPNetwork.Parse("127.0.0.1/32")], time, notes);
        Task connected = proxies.OnConnectedAsync(
            connection, demanded: true, _ => throw new InvalidOperationException("let in"));
        await PassesPatienceAsync(connected, time);
        Assert.Equal(
            "closed a connection of the proxy 127.0.0.1: no good PROXY header: none came in 5 s",
            Assert.Single(notes.Texts));
    }

    [Fact]
    public async Task A_proxy_that_only_looks_whether_somebody_listens_is_not_worth_a_note()
    {
        Pipe nothing = new();
        await nothing.Writer.CompleteAsync();
        await using DefaultConnectionContext connection = new()
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 1),
            Transport = new DuplexPipe(nothing.Reader, new Pipe().Writer),
        };
        Notes notes = new();
        ProxyProtocol proxies = new([IPNetwork.Parse("127.0.0.1/32")], TimeProvider.System, notes);
        await proxies.OnConnectedAsync(connection, demanded: true, _ => throw new InvalidOperationException("let in"));
        Assert.Empty(notes.Texts);
    }

    [Fact]
    public async Task A_header_of_somebody_else_is_refused_with_the_reason()
    {
        await using TestLeaf leaf = await StartAsync("192.0.2.0/24", o => o with { Listen = [TestLeaf.AnyPort] });
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync(Header);
        Assert.Equal(
            ["ERROR :A PROXY header is only taken from this server's proxies (--proxy-from), and at once"],
            await alice.RestAsync());
    }

    [Fact]
    public async Task TLS_begins_behind_the_header()
    {
        string folder = Directory.CreateTempSubdirectory("ircnats-proxy-").FullName;
        TlsFiles files = new(Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(files.Cert, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        await using TestLeaf leaf = await StartAsync(
            "127.0.0.1/32", o => o with { ListenTls = [TestLeaf.AnyPort], Certificates = [files] });
        Directory.Delete(folder, recursive: true);

        await using TestClient alice =
            await TestClient.ConnectTlsAsync(leaf.At(0), _ => { }, [.. System.Text.Encoding.ASCII.GetBytes(Header)]);
        await alice.RegisterAsync("alice");
        Assert.Equal(("198.51.100.7", true), await SeenAsync(leaf));
    }

    [Fact]
    public async Task A_proxy_that_ended_TLS_says_so_in_version_2()
    {
        await using TestLeaf leaf = await StartAsync("127.0.0.1/32", o => o with { Listen = [TestLeaf.AnyPort] });
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync([
            .. "\r\n\r\n\0\r\nQUIT\n"u8, 0x21, 0x11, 0, 20, 198, 51, 100, 7, 192, 0, 2, 1, 0x9c, 0x40, 0x1a, 0x0b,
            0x20, 0, 5, 1, 0, 0, 0, 0,
        ]);
        await alice.RegisterAsync("alice");
        Assert.Equal(("198.51.100.7", true), await SeenAsync(leaf));
    }

    [Fact]
    public async Task A_client_on_a_Unix_socket_is_on_this_machine_and_a_socket_left_behind_is_replaced()
    {
        string folder = Directory.CreateTempSubdirectory("ircnats-unix-").FullName;
        string path = Path.Combine(folder, "irc.sock");
        ListenAddress at = ListenAddress.Parse($"unix:{path}");
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite;
        using (System.Net.Sockets.Socket dead = new(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0))
        {
            dead.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
            File.Move(path, path + ".left");
        }

        File.Move(path + ".left", path);
        await using (TestLeaf leaf = await TestLeaf.StartAsync(o => o with { Listen = [at], UnixMode = mode }))
        {
            Assert.Equal(mode, new FileInfo(path).UnixFileMode);
            await using TestClient alice = await TestClient.ConnectUnixAsync(path);
            await alice.RegisterAsync("alice");
            Assert.Equal(("127.0.0.1", false), await SeenAsync(leaf));
            Hosting.OptionException taken = await Assert.ThrowsAsync<Hosting.OptionException>(
                () => TestLeaf.StartAsync(o => o with { Listen = [at] }));
            Assert.Equal($"cannot listen on {at}: another process does", taken.Message);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task<TestLeaf> StartAsync(string trust, Func<LeafOptions, LeafOptions> with) =>
        TestLeaf.StartAsync(options => with(options) with { ProxyFrom = [IPNetwork.Parse(trust)] });

    private static Task<(string Address, bool Secure)> SeenAsync(TestLeaf leaf) => leaf.AskAsync(core =>
        core.Network.FindUser("alice") is { } user ? (user.Address, user.Has(UserModes.Secure)) : ("", false));

    // Waits for what happens 5 s after a connection, and not before.
    private static async Task PassesPatienceAsync(Task connected, FakeTimeProvider time)
    {
        time.Advance(TimeSpan.FromSeconds(4.999));
        await Task.Delay(20);
        Assert.False(connected.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.001));
        await connected.WaitAsync(TestClient.Patience);
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Notes : ILogger
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Texts.Add(formatter(state, exception));
    }

    // Unread bytes may turn the end into a reset.
    private static async Task<List<string>> EndOfAsync(TestClient client)
    {
        try
        {
            return await client.RestAsync();
        }
        catch (IOException)
        {
            return [];
        }
    }
}
