using System.Net;
using System.Net.WebSockets;
using System.Text;
using IrcNats.Leaf;
using IrcNats.Leaf.Transport;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>IRC over WebSockets. https://ircv3.net/specs/extensions/websocket</summary>
public sealed class WebSocketTests
{
    private const string Binary = "binary.ircv3.net", Text = "text.ircv3.net";

    [Theory]
    [InlineData("", null, WebSocketMessageType.Text)]
    [InlineData(Text, Text, WebSocketMessageType.Text)]
    [InlineData(Binary, Binary, WebSocketMessageType.Binary)]
    [InlineData($"{Binary},{Text}", Binary, WebSocketMessageType.Binary)]
    [InlineData($"soap,{Text},{Binary}", Text, WebSocketMessageType.Text)]
    [InlineData("soap", null, WebSocketMessageType.Text)]
    public async Task The_first_protocol_that_is_known_is_agreed_on(
        string asked, string? agreed, WebSocketMessageType type)
    {
        await using TestLeaf leaf = await StartAsync();
        string[] protocols = asked.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (agreed is null && protocols.Length > 0)
        {
            // .NET's client takes no answer without a protocol; the server's is what counts.
            string answer = await ShakeAsync(leaf, $"Sec-WebSocket-Protocol: {asked}\r\n");
            Assert.StartsWith("HTTP/1.1 101 ", answer);
            Assert.DoesNotContain("Sec-WebSocket-Protocol", answer);
            return;
        }

        await using WebClient alice = await WebClient.ConnectAsync(leaf.At(1), protocols);
        Assert.Equal(agreed, alice.Socket.SubProtocol);
        await alice.SendAsync("PING :well");
        Assert.Equal(":irc.test PONG irc.test :well", await alice.ReadAsync());
        Assert.Equal(type, alice.LastType);
    }

    [Fact]
    public async Task Clients_on_a_WebSocket_and_on_a_socket_talk()
    {
        await using TestLeaf leaf = await StartAsync();
        await using WebClient alice = await WebClient.ConnectAsync(leaf.At(1), [Text]);
        await alice.RegisterAsync("alice");
        await using TestClient bob = await leaf.JoinAsync("bob", "#dev");
        await alice.SendAsync("JOIN #dev");
        await bob.UntilAsync(":alice!alice@127.0.0.1 JOIN #dev");
        await alice.SendAsync("PRIVMSG #dev :Grüße");
        Assert.Equal(":alice!alice@127.0.0.1 PRIVMSG #dev :Grüße", await bob.UntilAsync("PRIVMSG"));
        await bob.SendAsync("PRIVMSG #dev :and back\r\n");
        Assert.Equal(":bob!bob@127.0.0.1 PRIVMSG #dev :and back", await alice.UntilAsync("PRIVMSG"));
        await alice.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.Equal(":alice!alice@127.0.0.1 QUIT :Connection closed", await bob.UntilAsync("QUIT"));
        while (await alice.ReadAsync() is not null) { }
        Assert.Equal(WebSocketCloseStatus.NormalClosure, alice.Socket.CloseStatus);
    }

    [Fact]
    public async Task A_message_may_come_in_pieces_and_end_in_CRLF()
    {
        await using TestLeaf leaf = await StartAsync();
        await using WebClient alice = await WebClient.ConnectAsync(leaf.At(1), [Binary]);
        await alice.SendAsync("PING :o"u8.ToArray(), WebSocketMessageType.Binary, whole: false);
        await alice.SendAsync("ne\r\n"u8.ToArray(), WebSocketMessageType.Binary);
        Assert.Equal(":irc.test PONG irc.test :one", await alice.ReadAsync());
        await alice.SendAsync([], WebSocketMessageType.Binary);
        await alice.SendAsync("PING two");
        Assert.Equal(":irc.test PONG irc.test :two", await alice.ReadAsync());
    }

    [Fact]
    public async Task What_came_before_the_clients_close_is_done_and_answered()
    {
        await using TestLeaf leaf = await StartAsync();
        await using TestClient bob = await leaf.JoinAsync("bob", "#c");
        await using WebClient n = await WebClient.ConnectAsync(leaf.At(1), [Text]);
        foreach (string line in (string[])["NICK n", "USER u 0 * :x", "JOIN #c", "PRIVMSG #c :deployed"])
            await n.SendAsync(line);
        await n.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await bob.UntilAsync(":n!u@127.0.0.1 PRIVMSG #c :deployed");
        Assert.Equal(":n!u@127.0.0.1 QUIT :Connection closed", await bob.ReadAsync());
        await n.UntilAsync(" 366 n #c ");
        Assert.Null(await n.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, n.Socket.CloseStatus);
    }

    // Some clients end every message with an empty last piece.
    [Theory]
    [InlineData(WebSocketMessageType.Text)]
    [InlineData(WebSocketMessageType.Binary)]
    public async Task Every_message_is_a_line_however_it_is_cut(WebSocketMessageType type)
    {
        await using TestLeaf leaf = await StartAsync();
        await using WebClient alice = await WebClient.ConnectAsync(leaf.At(1), [Text]);
        await PingAsync(0, "PING 0", "");
        await PingAsync(1, "", "PING 1");
        await PingAsync(2, "PI", "", "NG 2", "");
        await PingAsync(3, "PING 3\r\n", "");
        await PingAsync(4, "PING 4\r", "\n");
        await alice.SendAsync([], type, whole: false);
        await alice.SendAsync([], type);
        await PingAsync(5, "\r\nPING 5");
        string longest = new('5', 480);
        await PingAsync(-1, $"PING {longest[..300]}", longest[300..], "");
        // Two lines in a message are against the specification; there is only one way to read them.
        await alice.SendAsync("PING 6\r\nPING 7\nPING 8"u8.ToArray(), type);
        for (int i = 6; i < 9; i++) Assert.Equal($":irc.test PONG irc.test :{i}", await alice.ReadAsync());

        async Task PingAsync(int number, params string[] pieces)
        {
            foreach (var (index, piece) in pieces.Index())
                await alice.SendAsync(Encoding.UTF8.GetBytes(piece), type, whole: index == pieces.Length - 1);
            string pong = number < 0 ? new string('5', 480) : $"{number}";
            Assert.Equal($":irc.test PONG irc.test :{pong}", await alice.ReadAsync());
        }
    }

    [Fact]
    public async Task Messages_that_are_no_lines_are_refused_like_lines_and_the_next_is_taken()
    {
        await using TestLeaf leaf = await StartAsync();
        await using WebClient alice = await WebClient.ConnectAsync(leaf.At(1), [Binary]);
        await alice.RegisterAsync("alice");
        await alice.SendAsync("PRIVMSG alice :" + new string('x', 5000));
        Assert.StartsWith(":irc.test 417 alice ", await alice.ReadAsync());
        await alice.SendAsync([.. "PRIVMSG alice :"u8, 0xff], WebSocketMessageType.Binary);
        Assert.Equal(":irc.test FAIL PRIVMSG INVALID_UTF8 :Your line is not valid UTF-8", await alice.ReadAsync());
        string tags = $"@{new string('t', 4094)} ", ping = "PING :" + new string('x', 504);
        await alice.SendAsync(tags + ping);
        Assert.StartsWith(":irc.test PONG irc.test :xxx", await alice.ReadAsync());
    }

    [Fact]
    public async Task A_text_message_that_is_not_UTF_8_ends_the_connection()
    {
        await using TestLeaf leaf = await StartAsync();
        await using TestClient bob = await leaf.JoinAsync("bob", "#dev");
        await using WebClient alice = await WebClient.ConnectAsync(leaf.At(1), [Text]);
        await alice.RegisterAsync("alice");
        await alice.SendAsync("JOIN #dev");
        await alice.UntilAsync(" 366 ");
        await alice.SendAsync([0xff, 0xfe], WebSocketMessageType.Text);
        string quit = await bob.UntilAsync("QUIT");
        Assert.Equal(":alice!alice@127.0.0.1 QUIT :Read error: not a WebSocket's message", quit);
        while (await alice.ReadAsync() is not null) { }
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, alice.Socket.CloseStatus);
    }

    [Theory]
    [InlineData(false, WebSocketCloseStatus.NormalClosure, "ERROR :Quit: bye")]
    [InlineData(true, WebSocketCloseStatus.EndpointUnavailable, ":irc.test NOTICE alice :The server goes away")]
    public async Task The_last_line_comes_before_a_close_that_says_why(
        bool drained, WebSocketCloseStatus status, string lastLine)
    {
        await using TestLeaf leaf = await StartAsync();
        await using WebClient alice = await WebClient.ConnectAsync(leaf.At(1), [Text]);
        await alice.RegisterAsync("alice");
        if (drained) leaf.Loop.Post((core, now) => core.CloseSome(1, "The server goes away", now));
        else await alice.SendAsync("QUIT :bye");
        Assert.Equal(lastLine, await alice.ReadAsync());
        Assert.Null(await alice.ReadAsync());
        Assert.Equal(status, alice.Socket.CloseStatus);
    }

    [Fact]
    public async Task While_a_leaf_is_drained_its_clients_stay_until_it_is_their_turn()
    {
        await using TestLeaf leaf = await StartAsync();
        await using WebClient alice = await WebClient.ConnectAsync(leaf.At(1), [Text]);
        await alice.RegisterAsync("alice");
        leaf.CloseDoors();
        await Assert.ThrowsAnyAsync<Exception>(() => UntilRefusedAsync(leaf));
        for (int i = 0; i < 3; i++)
        {
            await alice.SendAsync($"PING {i}");
            Assert.Equal($":irc.test PONG irc.test :{i}", await alice.ReadAsync());
        }

        leaf.Loop.Post((core, now) => core.CloseSome(1, "drained", now));
        Assert.Equal(":irc.test NOTICE alice :drained", await alice.ReadAsync());
        Assert.Null(await alice.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, alice.Socket.CloseStatus);
    }

    // The doors close a moment after they are told to.
    private static async Task UntilRefusedAsync(TestLeaf leaf)
    {
        using CancellationTokenSource patience = new(TestClient.Patience);
        while (!patience.IsCancellationRequested) await (await TestClient.ConnectAsync(leaf.At(1))).DisposeAsync();
    }

    [Fact]
    public async Task A_slow_reader_is_closed()
    {
        NetworkConfig config = TestConfig.Public with { Session = TestConfig.Public.Session with { MaxSendq = 32768 } };
        await using TestLeaf leaf = await StartAsync(config: config);
        await using WebClient slow = await WebClient.ConnectAsync(leaf.At(1), [Text]);
        await slow.RegisterAsync("slow");
        await slow.SendAsync("JOIN #dev");
        await slow.UntilAsync(" 366 ");
        await using TestClient talker = await leaf.JoinAsync("talker", "#dev");
        string batch = string.Concat(Enumerable.Repeat($"PRIVMSG #dev :{new string('x', 400)}\r\n", 100));
        bool closed = false;
        for (int i = 0; i < 500 && !closed; i++)
        {
            await talker.SendAsync(batch + "PING :there\r\n");
            while (!(await talker.ReadAsync())!.Contains("PONG", StringComparison.Ordinal)) { }
            closed = await leaf.AskAsync(core => core.Network.FindUser("slow") is null);
        }

        Assert.True(closed, "20 MB were said and the slow reader is still there");
    }

    [Theory]
    [InlineData("https://irc.example.net", HttpStatusCode.SwitchingProtocols)]
    [InlineData("https://web.example.net", HttpStatusCode.SwitchingProtocols)]
    [InlineData(null, HttpStatusCode.SwitchingProtocols)]
    [InlineData("https://example.com", HttpStatusCode.Forbidden)]
    [InlineData("http://irc.example.net", HttpStatusCode.Forbidden)]
    public async Task Only_pages_of_the_allowed_origins_may_connect(string? origin, HttpStatusCode answer)
    {
        NetworkConfig config = TestConfig.Public with
        {
            Transport = new TransportConfig { AllowedOrigins = ["https://irc.example.net", "https://w*.example.net"] },
        };
        await using TestLeaf leaf = await StartAsync(config: config);
        string got = await ShakeAsync(leaf, origin is null ? "" : $"Origin: {origin}\r\n");
        Assert.StartsWith($"HTTP/1.1 {(int)answer} ", got);
    }

    [Fact]
    public async Task What_is_no_WebSocket_is_told_so()
    {
        await using TestLeaf leaf = await StartAsync();
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://{leaf.At(1)}/"));
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
        await using TestClient irc = await TestClient.ConnectAsync(leaf.At(1));
        await irc.SendAsync("NICK alice\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", await irc.ReadAsync());
    }

    [Theory]
    [InlineData("198.51.100.7", "198.51.100.7")]
    [InlineData("203.0.113.5, 198.51.100.7", "198.51.100.7")]
    [InlineData("198.51.100.7, 127.0.0.9", "198.51.100.7")]
    [InlineData("::1", "0::1")]
    [InlineData("198.51.100.7:40000", "198.51.100.7")]
    [InlineData("[2001:db8::7]:40000", "2001:db8::7")]
    [InlineData("rubbish", "127.0.0.1")]
    [InlineData("1", "127.0.0.1")]
    [InlineData("010.0.0.1", "127.0.0.1")]
    [InlineData("198.51.100.7:x", "127.0.0.1")]
    [InlineData("", "127.0.0.1")]
    public async Task A_web_proxy_that_is_believed_says_where_the_client_is(string header, string address)
    {
        await using TestLeaf leaf = await StartAsync(trust: "127.0.0.0/8");
        Assert.Equal((address, true), await SeenAsync(leaf, header));
    }

    [Fact]
    public async Task Nobody_else_is_believed()
    {
        await using TestLeaf leaf = await StartAsync(trust: "192.0.2.0/24");
        Assert.Equal(("127.0.0.1", false), await SeenAsync(leaf, "198.51.100.7"));
    }

    [Fact]
    public async Task A_full_server_says_so_in_HTTP()
    {
        await using TestLeaf leaf = await StartAsync(capacity: 1);
        await using WebClient alice = await WebClient.ConnectAsync(leaf.At(1), [Text]);
        await alice.RegisterAsync("alice");
        Assert.StartsWith("HTTP/1.1 503 ", await ShakeAsync(leaf, ""));
    }

    private static Task<TestLeaf> StartAsync(string? trust = null, NetworkConfig? config = null, int capacity = 1000) =>
        TestLeaf.StartAsync(
            options => options with
            {
                Listen = [TestLeaf.AnyPort], ListenWs = [TestLeaf.AnyPort],
                ForwardedFrom = trust is null ? [] : [IPNetwork.Parse(trust)],
            },
            config, capacity);

    // The address that the network takes for that of a client behind a proxy on loopback, and whether it takes it for
    // secure.
    private static async Task<(string Address, bool Secure)> SeenAsync(TestLeaf leaf, string header)
    {
        await using WebClient alice = await WebClient.ConnectAsync(leaf.At(1), [Text], options =>
        {
            if (header.Length > 0) options.SetRequestHeader("X-Forwarded-For", header);
            options.SetRequestHeader("X-Forwarded-Proto", "https");
        });
        await alice.RegisterAsync("alice");
        return await leaf.AskAsync(core =>
            core.Network.FindUser("alice") is { } user ? (user.Address, user.Has(UserModes.Secure)) : ("", false));
    }

    // A handshake by hand: the head of the answer.
    private static async Task<string> ShakeAsync(TestLeaf leaf, string headers)
    {
        await using TestClient client = await TestClient.ConnectAsync(leaf.At(1));
        await client.SendAsync(
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n");
        StringBuilder head = new();
        while (await client.ReadAsync() is { Length: > 0 } line) head.Append(line).Append('\n');
        return head.ToString();
    }
}
