using System.Net;
using System.Net.Sockets;
using System.Text;
using IrcNats.Leaf.Transport;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>A program that is asked about addresses, over a real Unix socket. What goes wrong keeps nobody out.
/// </summary>
public sealed class AddressChecksTests
{
    private const string Banned = """{"result": 2, "banMessage": "open\r\nproxy"}""";

    private static readonly IPAddress s_address = IPAddress.Parse("192.0.2.7");

    private readonly List<string> _alarms = [];

    [Theory]
    [InlineData("""{"result": 1, "banMessage": "", "error": ""}""", false, "")]
    [InlineData(Banned, false, "Refuse: open  proxy")]
    [InlineData(Banned, true, "RequireSasl: open  proxy")]
    [InlineData("""{"result": 3}""", false, "RequireSasl: Your address is not let in")]
    public async Task Its_answer_counts(string answer, bool exemptsSasl, string against)
    {
        await using Program program = new(answer);
        AddressCheck check = program.Check with { ExemptsSasl = exemptsSasl };
        Blocklist? found = await Checks().FindAsync(s_address.MapToIPv6(), check);
        Assert.Equal(against, found is null ? "" : $"{found.Action}: {found.Reason}");
        Assert.Equal("""{"ip": "192.0.2.7"}""" + "\n", program.Asked.Single());
        Assert.Empty(_alarms);
    }

    [Fact]
    public async Task Its_answer_is_remembered()
    {
        await using Program program = new("""{"result": 2}""");
        AddressChecks checks = Checks();
        for (int i = 0; i < 20; i++) Assert.NotNull(await checks.FindAsync(s_address, program.Check));
        Assert.Single(program.Asked);
    }

    [Theory]
    [InlineData("""{"result": 9}""", "which means nothing")]
    [InlineData("""{"result": "2"}""", "")]
    [InlineData("""{"result": 2, "error": "no database"}""", "it says: no database")]
    [InlineData("""[2]""", "its answer is no object")]
    [InlineData("banned", "")]
    [InlineData("", "")]
    [InlineData(null, "it takes too long")]
    public async Task Nonsense_and_silence_keep_nobody_out_and_are_told_once(string? answer, string why)
    {
        await using Program program = new(answer);
        AddressChecks checks = Checks();
        AddressCheck check = program.Check with { Timeout = 200 };
        Assert.Null(await checks.FindAsync(s_address, check).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Null(await checks.FindAsync(IPAddress.IPv6Loopback, check).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains(why, Assert.Single(_alarms));
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        await using Program program = new(new string(' ', 10_000));
        Assert.Null(await Checks().FindAsync(s_address, program.Check));
        Assert.Contains("longer than 4096 bytes", Assert.Single(_alarms));
    }

    [Fact]
    public async Task A_program_that_is_not_there_keeps_nobody_out()
    {
        Assert.Null(await Checks().FindAsync(s_address, new AddressCheck { Socket = "/nowhere/check.sock" }));
        Assert.StartsWith("/nowhere/check.sock: ", Assert.Single(_alarms));
    }

    [Fact]
    public async Task Whom_it_refuses_is_not_let_in()
    {
        await using Program program = new(Banned);
        Lookups lookups = new(
            new HostNames(_ => Task.FromResult<HostEntry?>(null), TimeProvider.System), null, Checks(), new Ident(),
            TimeProvider.System);
        TransportConfig transport = new()
        {
            Check = program.Check, Gateways = [new GatewayConfig { Name = "web", Hosts = ["localhost"] }],
        };
        await using TestLeaf leaf = await TestLeaf.StartAsync(
            options => options with { Listen = [TestLeaf.AnyPort] },
            TestConfig.Public with { Transport = transport }, lookups: lookups);
        await using TestClient alice = await TestClient.ConnectAsync(leaf.At(0));
        await alice.SendAsync("WEBIRC x web host.example 192.0.2.7\r\n");
        await alice.SendAsync("NICK alice\r\n");
        await alice.SendAsync("USER alice 0 * :alice\r\n");
        Assert.StartsWith(":irc.test 465 * :You are banned from this network: open  proxy", await alice.ReadAsync());
    }

    private AddressChecks Checks() => new(TimeProvider.System, (socket, why) => _alarms.Add($"{socket}: {why}"));

    // Answers each connection with the same line; null: with nothing.
    private sealed class Program : IAsyncDisposable
    {
        private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
        private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly Task _answering;

        public Program(string? answer)
        {
            _listener.Bind(new UnixDomainSocketEndPoint(_path));
            _listener.Listen();
            _answering = AnswerAsync(answer);
        }

        public AddressCheck Check => new() { Socket = _path };

        public List<string> Asked { get; } = [];

        public async ValueTask DisposeAsync()
        {
            _listener.Dispose();
            await _answering;
            File.Delete(_path);
        }

        private async Task AnswerAsync(string? answer)
        {
            List<Socket> kept = [];
            try
            {
                while (true)
                {
                    Socket client = await _listener.AcceptAsync();
                    kept.Add(client);
                    byte[] bytes = new byte[1000];
                    Asked.Add(Encoding.UTF8.GetString(bytes, 0, await client.ReceiveAsync(bytes)));
                    if (answer is null) continue;
                    await client.SendAsync(Encoding.UTF8.GetBytes(answer + "\n"));
                }
            }
            catch (SocketException)
            {
                // The test is over, or nobody reads the rest of an answer.
            }

            foreach (Socket client in kept) client.Dispose();
        }
    }
}
