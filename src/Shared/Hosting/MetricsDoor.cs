using System.Globalization;
using System.Net;
using System.Text;
using IrcNats.Protocol;

namespace IrcNats.Hosting;

/// <summary>
/// Shows <see cref="MetricsPage"/> at http://ADDRESS/metrics, to one reader at a time. Everybody who reaches the
/// address can read it.
/// </summary>
public sealed class MetricsDoor : IDisposable
{
    public static readonly Option<string> Address = new(
        "metrics", "IP:PORT", "show what is counted at http://IP:PORT/metrics, for Prometheus", Checked);

    private readonly HttpListener _http = new();
    private readonly MetricsPage _page = new();

    private MetricsDoor(string address) => _http.Prefixes.Add($"http://{address.Replace('*', '+')}/");

    /// <summary>Null when no address was given.</summary>
    /// <exception cref="OptionException">The address cannot be listened on.</exception>
    public static MetricsDoor? Open(OptionValues values)
    {
        if (values.Find(Address) is not { } address) return null;
        MetricsDoor door = new(address);
        try
        {
            door._http.Start();
        }
        catch (HttpListenerException e)
        {
            door.Dispose();
            throw new OptionException($"--{Address.Name} {address}: {e.Message}");
        }

        _ = door.ServeAsync();
        return door;
    }

    public void Dispose()
    {
        _http.Close();
        _page.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_http.IsListening)
        {
            try
            {
                await AnswerAsync(await _http.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
            {
                // The reader is gone, or the door is closed.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext asked)
    {
        bool isThere = asked.Request.Url?.AbsolutePath == "/metrics";
        using HttpListenerResponse answer = asked.Response;
        (answer.StatusCode, answer.ContentType) = (isThere ? 200 : 404, "text/plain; version=0.0.4; charset=utf-8");
        byte[] body = Encoding.UTF8.GetBytes(isThere ? _page.ToString() : "only /metrics is here\n");
        answer.ContentLength64 = body.Length;
        await answer.OutputStream.WriteAsync(body);
    }

    // The form that HttpListener takes: an address of this machine, or * for all of them.
    private static string Checked(string text)
    {
        string ip = text.StartsWith("*:", StringComparison.Ordinal) ? $"0.0.0.0{text[1..]}" : text;
        return AddressText.TryParseEnd(ip, out IPEndPoint? at) && at.Port > 0
            && text.EndsWith(at.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            ? text
            : throw new FormatException("not IP:PORT, nor *:PORT for every address");
    }
}
