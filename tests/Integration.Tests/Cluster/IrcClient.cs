using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using IrcNats.Protocol;
using IrcNats.Rules;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>A client on a real socket. Lines it is sent wait until they are taken into its inbox.</summary>
sealed class IrcClient : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static int s_marks;

    private readonly TcpClient _tcp;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _reading;

    private IrcClient(TcpClient tcp)
    {
        _tcp = tcp;
        _reading = ReadAllAsync();
    }

    /// <summary>Lines taken, oldest first.</summary>
    public Queue<string> Inbox { get; } = [];

    /// <summary>As far as the lines taken tell; "*" before the welcome.</summary>
    public string Nick { get; private set; } = "*";

    /// <summary>Lines that do not count when the end is waited for.</summary>
    public Func<string, bool> Ignores { get; set; } = _ => false;

    public bool IsRegistered => Nick != "*";

    /// <summary>The connection is closed, and everything sent before was taken.</summary>
    public bool HasEnded { get; private set; }

    public static async Task<IrcClient> ConnectAsync(int port)
    {
        TcpClient tcp = new() { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        return new IrcClient(tcp);
    }

    /// <summary>A client that was welcomed; its inbox is empty.</summary>
    public static async Task<IrcClient> RegisterAsync(int port, string nick, string capabilities = "")
    {
        IrcClient client = await ConnectAsync(port);
        if (capabilities.Length > 0) await client.SendAsync($"CAP REQ :{capabilities}", "CAP END");
        await client.SendAsync($"NICK {nick}", $"USER {nick} 0 * :{nick}");
        await client.SettleAsync();
        if (!client.IsRegistered)
            throw new InvalidOperationException($"{nick} was not welcomed: {string.Join(" / ", client.Inbox)}");
        client.Inbox.Clear();
        return client;
    }

    /// <summary>Lines sent after the connection has closed are lost, as they are for any client.</summary>
    public async Task SendAsync(params string[] lines)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\r\n")));
        await SendAsync(bytes);
    }

    public async Task SendAsync(byte[] bytes)
    {
        try
        {
            await _tcp.GetStream().WriteAsync(bytes);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The reading side says that it has ended.
        }
    }

    /// <summary>
    /// Takes everything that comes before the answer to a PING: all that this client has asked, and all that anyone
    /// was answered before.
    /// </summary>
    public async Task SettleAsync()
    {
        string mark = string.Create(CultureInfo.InvariantCulture, $"settled-{Interlocked.Increment(ref s_marks)}");
        await SendAsync($"PING {mark}");
        while (await NextAsync() is { } line && !IsPong(line, mark)) Inbox.Enqueue(line);
    }

    /// <summary>Asks something that has one line for an answer; what else comes is taken into the inbox.</summary>
    /// <returns>Null when the connection ended instead.</returns>
    public async Task<Line?> AskAsync(string question, string answer)
    {
        await SendAsync(question);
        while (await NextAsync() is { } line)
        {
            if (Line.Parse(line) is var parsed && parsed.Command == answer) return parsed;
            Inbox.Enqueue(line);
        }

        return null;
    }

    /// <summary>Whether somebody with that nick is connected. Who is always on stays without that.</summary>
    public async Task<bool> SeesAsync(string nick)
    {
        await SendAsync($"WHOIS {nick}");
        bool isThere = true;
        while (await NextAsync() is { } line)
        {
            Line told = Line.Parse(line);
            if (told.Command is not ['3' or '4' or '6', _, _] || told.Params.ElementAtOrDefault(1) != nick)
                Inbox.Enqueue(line);
            else if (told.Command == "318") return isThere;
            else if (told.Command == "401" || told.Params[^1] == SessionRules.Disconnected) isThere = false;
        }

        return false;
    }

    /// <summary>Takes lines until one holds the text; that one is the inbox's last.</summary>
    public Task UntilAsync(string text) =>
        UntilAsync(line => line.Contains(text, StringComparison.Ordinal), $"'{text}'");

    /// <summary>Takes lines until one is of that kind; that one is the inbox's last.</summary>
    public async Task UntilAsync(Predicate<string> isIt, string what)
    {
        while (await NextAsync() is { } line)
        {
            Inbox.Enqueue(line);
            if (isIt(line)) return;
        }

        throw new InvalidOperationException($"{Nick} was closed before {what}; it has {Newest()}");
    }

    /// <summary>Takes lines until the connection ends.</summary>
    public async Task EndAsync()
    {
        while (await NextAsync() is { } line)
            if (!Ignores(line)) Inbox.Enqueue(line);
    }

    /// <summary>The inbox as it is, which is empty from here on.</summary>
    public string[] Take()
    {
        string[] lines = [.. Inbox];
        Inbox.Clear();
        return lines;
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Close() => _tcp.Close();

    public async ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        await _reading;
    }

    private static bool IsPong(string line, string mark) =>
        line.Contains(" PONG ", StringComparison.Ordinal) && line.EndsWith(mark, StringComparison.Ordinal);

    private async Task<string?> NextAsync()
    {
        using CancellationTokenSource patience = new(s_patience);
        try
        {
            string line = await _lines.Reader.ReadAsync(patience.Token);
            Note(line);
            return line;
        }
        catch (ChannelClosedException)
        {
            HasEnded = true;
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Nick} waited in vain; it has {Newest()}");
        }
    }

    private string Newest() => string.Join(" / ", Inbox.TakeLast(5));

    private void Note(string text)
    {
        Line line = Line.Parse(text);
        bool isRenamed = line.Command == "NICK" && line.Source!.StartsWith(Nick + "!", StringComparison.Ordinal);
        if (line.Command == "001" || isRenamed) Nick = line.Params[0];
    }

    private async Task ReadAllAsync()
    {
        try
        {
            using StreamReader reader = new(_tcp.GetStream(), Encoding.UTF8);
            while (await reader.ReadLineAsync() is { } line) _lines.Writer.TryWrite(line);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // Closed by either side.
        }

        _lines.Writer.TryComplete();
    }
}
