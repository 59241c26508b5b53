using System.Net;
using System.Net.Sockets;
using System.Text;
using IrcNats.Leaf.Transport;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>What DNS and ident say of a connection, with an ident server on loopback and a DNS of the test's own.
/// </summary>
public sealed class LookupTests
{
    private static readonly LookupConfig s_names = new() { Hostnames = true }, s_ident = new() { Ident = true };
    private static readonly Task<HostEntry?> s_nameless = Task.FromResult<HostEntry?>(null);

    [Theory]
    [InlineData("host.example", "127.0.0.1", true, "host.example")]
    [InlineData("host.example", "192.0.2.1", true, "127.0.0.1")]
    [InlineData("host.example", "192.0.2.1", false, "host.example")]
    [InlineData("not_a_host", "127.0.0.1", true, "127.0.0.1")]
    [InlineData(null, "", true, "127.0.0.1")]
    public async Task The_name_of_an_address_counts_if_it_has_that_address(
        string? name, string address, bool confirm, string shown)
    {
        HostEntry? entry = name is null ? null : new HostEntry(name, [IPAddress.Parse(address)]);
        await using TestLeaf leaf = await StartAsync(
            s_names with { ForwardConfirm = confirm }, _ => Task.FromResult(entry));
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        Assert.Equal(":irc.test NOTICE * :*** Looking up your hostname...", await alice.ReadAsync());
        string found = shown == "127.0.0.1"
            ? ":irc.test NOTICE * :*** Could not find your hostname; your address is used instead"
            : ":irc.test NOTICE * :*** Found your hostname";
        Assert.Equal(found, await alice.ReadAsync());
        await alice.RegisterAsync("alice");
        Assert.Equal((shown, "127.0.0.1"), await SeenAsync(leaf, user => (user.Host, user.Address)));
    }

    [Fact]
    public async Task A_silent_DNS_is_waited_for_no_longer_than_said_and_asked_once()
    {
        TaskCompletionSource<HostEntry?> end = new();
        int asked = 0;
        await using TestLeaf leaf = await StartAsync(s_names, _ =>
        {
            Interlocked.Increment(ref asked);
            return end.Task;
        });
        long began = Environment.TickCount64;
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await using TestClient bob = await TestClient.ConnectAsync(leaf.At(0));
        await Task.WhenAll(alice.RegisterAsync("alice"), bob.RegisterAsync("bob"));
        Assert.True(Environment.TickCount64 - began >= Lookups.Patience.TotalMilliseconds / 2);
        Assert.Equal("127.0.0.1", await SeenAsync(leaf, user => user.Host));
        Assert.Equal(1, asked);
        end.SetResult(null);
    }

    [Fact]
    public async Task Nobody_is_asked_where_the_configuration_asks_for_nothing()
    {
        await using TestLeaf leaf = await StartAsync(new LookupConfig(), _ => throw new InvalidOperationException());
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.RegisterAsync("alice");
        Assert.Equal("alice", await SeenAsync(leaf, user => user.Username));
    }

    [Theory]
    [InlineData("{0} : USERID : UNIX : bob\r\n", "bob")]
    [InlineData("{0}:USERID:OTHER,UTF-8:bob", "bob")]
    [InlineData("{0} : ERROR : HIDDEN-USER\r\n", "~alice")]
    [InlineData("1 , 2 : USERID : UNIX : bob\r\n", "~alice")]
    [InlineData("{0} : USERID : UNIX : not a username\r\n", "~alice")]
    [InlineData("{0} : USERID : UNIX : ~bob\r\n", "~alice")]
    [InlineData("", "~alice")]
    [InlineData("\r\n", "~alice")]
    [InlineData(null, "~alice")]
    public async Task The_username_is_what_the_clients_machine_says(string? answer, string expected)
    {
        await using IdentServer machine = new(answer);
        await using TestLeaf leaf = await StartAsync(s_ident, _ => s_nameless, machine.Port);
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync("NICK alice\r\nUSER alice 0 * :Alice\r\n");
        Assert.Equal(":irc.test NOTICE * :*** Checking your ident...", await alice.ReadAsync());
        string said = expected == "bob" ? "*** Got your ident" : "*** Nobody says your ident";
        Assert.EndsWith($" :{said}", await alice.UntilAsync("ident"));
        await alice.UntilAsync(" 422 alice ");
        Assert.Equal(expected, await SeenAsync(leaf, user => user.Username));
        if (answer is null) return;
        int ours = leaf.At(0).Port, its = ((IPEndPoint)alice.Socket.LocalEndPoint!).Port;
        Assert.Equal($"{its} , {ours}", await machine.Asked.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Everyone_may_have_the_same_username()
    {
        await using TestLeaf leaf = await StartAsync(s_ident with { Username = "~u" }, _ => s_nameless);
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.RegisterAsync("alice");
        Assert.Equal("~u", await SeenAsync(leaf, user => user.Username));
    }

    [Fact]
    public async Task Behind_a_gateway_the_clients_address_is_looked_up_and_not_the_gateways()
    {
        List<IPAddress> asked = [];
        await using TestLeaf leaf = await StartAsync(s_names with { Ident = true }, address =>
        {
            lock (asked) asked.Add(address);
            return Task.FromResult<HostEntry?>(new HostEntry("host.example", [address]));
        });
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync("WEBIRC rootpassword web 198.51.100.7 198.51.100.7\r\n");
        await alice.RegisterAsync("alice");
        Assert.Equal(("host.example", "~alice"), await SeenAsync(leaf, user => (user.Host, user.Username)));
        lock (asked) Assert.Equal([IPAddress.Parse("198.51.100.7")], asked);
    }

    [Fact]
    public async Task A_gateway_that_says_nothing_of_a_client_is_looked_up_itself()
    {
        await using TestLeaf leaf = await StartAsync(
            s_names, address => Task.FromResult<HostEntry?>(new HostEntry("host.example", [address])));
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.RegisterAsync("alice");
        Assert.Equal("host.example", await SeenAsync(leaf, user => user.Host));
    }

    private static Task<TestLeaf> StartAsync(
        LookupConfig config, Func<IPAddress, Task<HostEntry?>> names, int identPort = 113) => TestLeaf.StartAsync(
        options => options with { Listen = [TestLeaf.AnyPort] },
        TestConfig.Public with
        {
            Transport = config.Hostnames && config.Ident
                ? TestConfig.Public.Transport with { Lookups = config }
                : new TransportConfig { Lookups = config },
        },
        lookups: new Lookups(
            new HostNames(names, TimeProvider.System), null, null, new Ident(identPort), TimeProvider.System));

    private static Task<T> SeenAsync<T>(TestLeaf leaf, Func<User, T> what) =>
        leaf.AskAsync(core => what(core.Network.FindUser("alice")!));

    // Answers one question; {0} in the answer is what was asked. Null: it takes the question and says nothing.
    private sealed class IdentServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource<string> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _answering;

        public IdentServer(string? answer)
        {
            _listener.Start();
            _answering = AnswerAsync(answer);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public Task<string> Asked => _asked.Task;

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private async Task AnswerAsync(string? answer)
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync();
            NetworkStream stream = client.GetStream();
            using StreamReader lines = new(stream, Encoding.ASCII);
            string question = await lines.ReadLineAsync() ?? "";
            _asked.SetResult(question);
            if (answer is null)
            {
                await lines.ReadLineAsync();
                return;
            }

            string said = answer.Replace("{0}", question, StringComparison.Ordinal);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(said));
        }
    }
}
