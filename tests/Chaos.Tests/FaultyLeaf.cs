using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IrcNats.Chaos.Tests;

/// <summary>
/// Stands in for a leaf that does not do as it should: the test says what it shows the others of a numbered line. The
/// speaker always gets the line back.
/// </summary>
/// <param name="shown">The numbers that are shown to the others when this number is said.</param>
/// <param name="cut">When this number is said, the others are disconnected; 0: never.</param>
sealed class FaultyLeaf(Func<int, int[]> shown, int cut = 0) : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<StreamWriter> _clients = [];

    /// <summary>Begins to listen.</summary>
    /// <returns>The port.</returns>
    public int Start()
    {
        _listener.Start();
        _ = AcceptAsync();
        return ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _listener.Stop();
        lock (_clients)
            foreach (StreamWriter client in _clients) client.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
    }

    private async Task ServeAsync(TcpClient tcp)
    {
        using StreamReader reader = new(tcp.GetStream(), Encoding.UTF8);
        StreamWriter writer = new(tcp.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
        lock (_clients) _clients.Add(writer);
        string nick = "*";
        while (await reader.ReadLineAsync() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] == "NICK") nick = words[1];
            lock (_clients) Answer(writer, nick, words);
        }
    }

    private void Answer(StreamWriter asker, string nick, string[] words)
    {
        if (words[0] == "USER") asker.WriteLine($":irc.test 001 {nick} :Welcome");
        else if (words[0] == "JOIN") asker.WriteLine($":irc.test 366 {nick} {words[1]} :End of /NAMES list");
        else if (words is [var label, "PRIVMSG", var channel, ..])
        {
            int number = int.Parse(words[3][1..]);
            StreamWriter[] others = [.. _clients.Where(c => c != asker)];
            foreach (int one in shown(number))
                foreach (StreamWriter other in others)
                    other.WriteLine($":{nick}!u@h PRIVMSG {channel} :{one} and so on");
            asker.WriteLine($"{label} :{nick}!u@h PRIVMSG {channel} :{number} and so on");
            if (number != cut) return;
            foreach (StreamWriter other in others) other.Dispose();
            _clients.RemoveAll(others.Contains);
        }
    }
}
