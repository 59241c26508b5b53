using System.Net;
using System.Net.Sockets;

namespace IrcNats.Hosting;

/// <summary>
/// Asks a program or a server of the operator's: over a Unix socket a line there and a line back, or by HTTP. Answers
/// are bounded. Nobody is redirected, and no proxy is asked.
/// </summary>
public static class Sidecar
{
    private static readonly HttpClient s_http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends a line to a Unix socket, on a connection of its own.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="most">Bytes of an answer.</param>
    /// <returns>The line that came back; what came, if the program closed before its end.</returns>
    /// <exception cref="SocketException">The program is not there.</exception>
    /// <exception cref="IOException">It closed the connection in a hurry.</exception>
    /// <exception cref="FormatException">Its answer is too long.</exception>
    public static async Task<byte[]> AskAsync(string socket, byte[] line, int most, CancellationToken patience)
    {
        using Socket connection = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), patience);
        await using NetworkStream stream = new(connection);
        await stream.WriteAsync((byte[])[.. line, (byte)'\n'], patience);
        return await ReadAsync(stream, most, isLine: true, patience);
    }

    /// <summary>Posts to a URL.</summary>
    /// <param name="most">Bytes of an answer.</param>
    /// <exception cref="HttpRequestException">The server is not there.</exception>
    /// <exception cref="IOException">It closed the connection before its answer was complete.</exception>
    /// <exception cref="FormatException">It answers with a status other than 200, or too long.</exception>
    public static async Task<byte[]> PostAsync(HttpRequestMessage request, int most, CancellationToken patience)
    {
        request.Headers.Accept.ParseAdd("application/json");
        using HttpResponseMessage answer =
            await s_http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience);
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new FormatException($"it answers with the status {(int)answer.StatusCode}");
        await using Stream stream = await answer.Content.ReadAsStreamAsync(patience);
        return await ReadAsync(stream, most, isLine: false, patience);
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int most, bool isLine, CancellationToken patience)
    {
        byte[] bytes = new byte[most + 1];
        int length = 0;
        while (true)
        {
            int got = await stream.ReadAsync(bytes.AsMemory(length), patience);
            if (got == 0) return bytes[..length];
            length += got;
            if (isLine && bytes.AsSpan(length - got, got).IndexOf((byte)'\n') is >= 0 and var end)
                return bytes[..(length - got + end)];
            if (length > most) throw new FormatException($"its answer is longer than {most} bytes");
        }
    }
}
