using System.Net;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>
/// WEBIRC password gateway hostname ip [:options] - https://ircv3.net/specs/extensions/webirc
/// The first line of a gateway's connection names the client behind it. Its password is checked by the root, when the
/// client registers.
/// </summary>
static class WebIrc
{
    public static void Handle(LeafCore leaf, Session session, Line line)
    {
        if (line.Params.Count < 4) leaf.Tell(session, ERR_NEEDMOREPARAMS.For(session.Called, "WEBIRC"));
        else if (Refusal(leaf, session, line) is { } why) leaf.RefuseGateway(session, why);
        else leaf.Rehome(session, Behind(leaf, session, line), line.Params[0]);
    }

    private static string? Refusal(LeafCore leaf, Session session, Line line)
    {
        if (session.RegistrationLines != 1) return "WEBIRC is not the first line";
        if (GatewayOf(leaf, session.Peer) is null) return "no gateway is allowed at this address with this certificate";
        return AddressText.TryParse(line.Params[3], out _) ? null : "the client's address is none";
    }

    private static Peer Behind(LeafCore leaf, Session session, Line line)
    {
        GatewayConfig gateway = GatewayOf(leaf, session.Peer)!;
        string address = Names.ShownAddress(IPAddress.Parse(line.Params[3]));
        bool isHost = gateway.AcceptHostname
            && Names.IsHostname(line.Params[2], leaf.Network.Config.Limits.HostLen);
        return session.Peer with
        {
            Address = address,
            Host = isHost ? line.Params[2] : address,
            Secure = session.Peer.Secure && SaysSecure(line),
            // The certificate was the gateway's.
            Certfp = null,
            Gateway = gateway.Name,
        };
    }

    private static GatewayConfig? GatewayOf(LeafCore leaf, Peer peer) =>
        leaf.Network.Config.Transport.Gateways.FirstOrDefault(g =>
            g.IsAt(peer.Address) && (g.Certfp is null || g.Certfp == peer.Certfp));

    // A value that the option may have one day changes nothing.
    private static bool SaysSecure(Line line) =>
        line.Params.Count > 4 && line.Params[4].Split(' ').Any(o => o.Split('=')[0] == "secure");
}
