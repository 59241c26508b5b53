using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IrcNats.Tests.Mail;

/// <summary>A relay on a socket of its own, as far as mail is sent to it. It can hang, refuse, or drop a client at any
/// of its answers.</summary>
sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <param name="answer">What it says to a line instead of what is usual; "" hangs, "drop" closes.</param>
    public SmtpServer(Func<string, string?>? answer = null)
    {
        _listener.Start();
        _running = RunAsync(answer ?? (_ => null));
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The mails that it took, headers and all.</summary>
    public List<string> Mails { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(Func<string, string?> answer)
    {
        List<Task> clients = [];
        try
        {
            while (true) clients.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), answer));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task ServeAsync(TcpClient client, Func<string, string?> answer)
    {
        using TcpClient held = client;
        try
        {
            using StreamReader reader = new(client.GetStream(), Encoding.UTF8);
            await SayAsync(client, answer("connect") ?? "220 test relay");
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                await SayAsync(client, answer(line) ?? Usual(line));
                if (line == "DATA") await SayAsync(client, await TakeAsync(reader, answer));
                if (line == "QUIT") return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The client has gone, or the test is over.
        }
    }

    private async Task<string> TakeAsync(StreamReader reader, Func<string, string?> answer)
    {
        StringBuilder mail = new();
        while (await reader.ReadLineAsync(_stop.Token) is { } line and not ".")
            mail.Append(line).Append('\n');
        string said = answer(".") ?? "250 taken";
        if (said == "250 taken") Mails.Add($"{mail}");
        return said;
    }

    private static string Usual(string line) => line.Split(' ', ':')[0] switch
    {
        "EHLO" => "250 test relay",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 ok",
    };

    private async Task SayAsync(TcpClient client, string said)
    {
        if (said.Length == 0) await Task.Delay(Timeout.Infinite, _stop.Token);
        if (said == "drop") throw new IOException("dropped");
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(said + "\r\n"), _stop.Token);
    }
}
