using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Asks a client's machine whose connection it is. https://www.rfc-editor.org/rfc/rfc1413
/// </summary>
/// <param name="port">Where machines are asked; another one is for tests.</param>
sealed class Ident(int port = Ident.Port)
{
    private const int Port = 113;

    // Bytes of an answer; the specification allows 1000.
    private const int LongestAnswer = 1000;

    /// <summary>The username; null if nobody tells one.</summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public async Task<string?> AskAsync(IPEndPoint client, IPEndPoint server, CancellationToken patience)
    {
        using Socket socket = new(client.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // The machine looks for a connection between these two addresses.
            socket.Bind(new IPEndPoint(server.Address, 0));
            await socket.ConnectAsync(new IPEndPoint(client.Address, port), patience);
            string question = string.Create(CultureInfo.InvariantCulture, $"{client.Port} , {server.Port}\r\n");
            await socket.SendAsync(Encoding.ASCII.GetBytes(question), patience);
            return UsernameIn(await ReadLineAsync(socket, patience), client.Port, server.Port);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>The username in an answer about these ports; null when it names none.</summary>
    internal static string? UsernameIn(string answer, int clientPort, int serverPort)
    {
        const int parts = 4;
        string[] said = answer.TrimEnd('\r', '\n').Split(':', parts, StringSplitOptions.TrimEntries);
        if (said is not [var ports, var kind, _, var username]) return null;
        bool isOurs = ports.Split(',', StringSplitOptions.TrimEntries) is [var its, var ours]
            && int.TryParse(its, NumberStyles.None, CultureInfo.InvariantCulture, out int itsPort)
            && int.TryParse(ours, NumberStyles.None, CultureInfo.InvariantCulture, out int ourPort)
            && itsPort == clientPort && ourPort == serverPort;
        return isOurs && kind.Equals("USERID", StringComparison.OrdinalIgnoreCase) ? username : null;
    }

    private static async Task<string> ReadLineAsync(Socket socket, CancellationToken patience)
    {
        byte[] bytes = new byte[LongestAnswer];
        int length = 0;
        while (length < bytes.Length && !bytes.AsSpan(0, length).Contains((byte)'\n'))
        {
            int got = await socket.ReceiveAsync(bytes.AsMemory(length), patience);
            if (got == 0) break;
            length += got;
        }

        ReadOnlySpan<byte> said = bytes.AsSpan(0, length);
        int end = said.IndexOf((byte)'\n');
        return Encoding.ASCII.GetString(end < 0 ? said : said[..end]);
    }
}
