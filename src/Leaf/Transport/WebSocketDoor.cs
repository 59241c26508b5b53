using System.Net;
using System.Net.WebSockets;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.State;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Answers HTTP requests: those that begin a WebSocket, and others with a text that says what belongs here.
/// https://ircv3.net/specs/extensions/websocket
/// </summary>
sealed class WebSocketDoor(LeafLoop loop, Metrics metrics, TimeProvider time, IReadOnlyList<IPNetwork> forwarders)
{
    private const string Binary = "binary.ircv3.net", Text = "text.ircv3.net";

    public async Task HandleAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.Headers[HeaderNames.Upgrade] = "websocket";
            await RefuseAsync(http, StatusCodes.Status426UpgradeRequired, "IRC over WebSocket is spoken here");
            return;
        }

        if (!MayCome(http.Request.Headers.Origin, loop.Config.Transport.AllowedOrigins))
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "Pages of this origin may not connect");
            return;
        }

        // If there is no subprotocol that both know, none is used, and lines are text: some clients in browsers ask for
        // none.
        string? protocol = http.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(p => p is Binary or Text);
        using WebSocket socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = protocol,
            // IRC has its own PING.
            KeepAliveInterval = Timeout.InfiniteTimeSpan,
        });
        WebSocketCarrier carrier = new(socket, http, text: protocol != Binary);
        carrier.Begin();
        await new Connection(carrier, loop, PeerOf(http), metrics).RunAsync(time);
    }

    // Programs other than browsers send no origin. An empty list allows every page.
    private static bool MayCome(StringValues origin, IReadOnlyList<string> allowed) =>
        allowed.Count == 0 || origin is not [{ Length: > 0 } from] || allowed.Any(mask => Mask.Matches(mask, from));

    private static async Task RefuseAsync(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain";
        http.Response.Headers.Connection = "close";
        await http.Response.WriteAsync(why + "\n");
    }

    private Peer PeerOf(HttpContext http)
    {
        IPAddress from = ClientAddress.Plain(http.Connection.RemoteIpAddress);
        bool secure = http.Request.IsHttps || http.Features.Get<ProxiedTls>() is not null;
        if (ClientAddress.IsIn(forwarders, from))
        {
            IHeaderDictionary said = http.Request.Headers;
            from = ClientAddress.Forwarded(from, said["X-Forwarded-For"], forwarders);
            secure |= said["X-Forwarded-Proto"] is ["https" or "wss"];
        }

        return ClientAddress.PeerAt(from, secure) with { Door = Door.Web | (secure ? Door.Tls : 0) };
    }
}
