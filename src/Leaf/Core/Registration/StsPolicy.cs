using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>Strict transport security: clients are to come with TLS. https://ircv3.net/specs/extensions/sts</summary>
static class StsPolicy
{
    private const int Second = 1000;

    private const Door NeverTold = Door.Web | Door.Tor | Door.HidesSts;

    /// <summary>
    /// The value of the capability for a client there; null: it is not told. A client behind a proxy or in a web page
    /// cannot choose the port, and whether it has TLS is not known here.
    /// </summary>
    public static string? ValueFor(StsConfig sts, Peer peer)
    {
        if (!sts.Enabled || peer.Gateway is not null || (peer.Door & NeverTold) != 0) return null;
        if (peer.Door.HasFlag(Door.Tls)) return $"duration={sts.Duration / Second}{(sts.Preload ? ",preload" : "")}";
        return peer.Secure ? null : $"port={sts.Port}";
    }

    /// <summary>The last line to a client on a listener that only tells clients to come back with TLS.</summary>
    public static string Redirection(StsConfig sts) =>
        $"Connections without TLS are not taken here; connect to port {sts.Port} with TLS";
}
