using System.Net;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// WEBIRC password gateway hostname ip [:options] - https://ircv3.net/specs/extensions/webirc
/// The first line of a gateway's connection names the client behind it. Its password is checked by the root, when the
/// client registers.
/// </summary>
sealed class WebIrcCommand(Replica replica, Arrivals arrivals) : ISessionHandler
{
    public string Verb => "WEBIRC";

    public void Handle(Session session, Line line)
    {
        if (Refusal(session, line) is { } why) arrivals.RefuseGateway(session, why);
        else arrivals.Rehome(session, Behind(session, line), line.Params[0]);
    }

    private string? Refusal(Session session, Line line)
    {
        if (session.RegistrationLines != 1) return "WEBIRC is not the first line";
        if (GatewayOf(session.Peer) is null) return "no gateway is allowed at this address with this certificate";
        return AddressText.TryParse(line.Params[3], out _) ? null : "the client's address is none";
    }

    private Peer Behind(Session session, Line line)
    {
        GatewayConfig gateway = GatewayOf(session.Peer)!;
        string address = Names.ShownAddress(IPAddress.Parse(line.Params[3]));
        bool isHost = gateway.AcceptHostname
            && Names.IsHostname(line.Params[2], replica.Config.Limits.HostLen);
        return session.Peer with
        {
            Address = address,
            Host = isHost ? line.Params[2] : address,
            Secure = session.Peer.Secure && SaysSecure(line),
            // The certificate was the gateway's, not the client's.
            Certfp = null,
            Gateway = gateway.Name,
        };
    }

    private GatewayConfig? GatewayOf(Peer peer) =>
        replica.Config.Transport.Gateways.FirstOrDefault(g =>
            g.IsAt(peer.Address) && (g.Certfp is null || g.Certfp == peer.Certfp));

    // A value that the option may get one day changes nothing.
    private static bool SaysSecure(Line line) =>
        line.Params.Count > 4 && line.Params[4].Split(' ').Any(o => o.Split('=')[0] == "secure");
}
