using System.Net;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

// What others say of a connection: the name of its address (DNS), and whose it is (ident). Its registration waits for
// that, and whoever looks it up answers in a bounded time.
public sealed partial class LeafCore
{
    // A lookup means nothing where the address is not the client's own, or where nobody stays.
    private const Door NotLookedUp = Door.Unix | Door.Tor | Door.StsOnly;

    /// <summary>Somebody answered, or nobody did in time.</summary>
    public void LookedUp(Lookup lookup, Found found, long now)
    {
        _now = now;
        // One that said meanwhile that it is a gateway is another client.
        if (_sessions.GetValueOrDefault(lookup.Session) is not { } session || session.Lookup != lookup) return;
        session.Lookup = null;
        if (session.Stage == Stage.Ended) return;
        if (lookup.WantsName) TakeName(session, found.Name);
        if (lookup.Ends is not null) TakeUsername(session, found.Username);
        Proceed(session);
        LetGoWhenDone(session);
    }

    /// <summary>Asks what the configuration wants to know, if there is anything.</summary>
    internal void BeginLookup(Session session)
    {
        session.Lookup = null;
        if (WantedOf(session) is not { } lookup || !_ports.LookUp(lookup)) return;
        session.Lookup = lookup;
        if (lookup.WantsName) Say(session, "*** Looking up your hostname...");
        if (lookup.Ends is not null) Say(session, "*** Checking your ident...");
    }

    // Null: nothing.
    private Lookup? WantedOf(Session session)
    {
        LookupConfig config = Network.Config.Transport.Lookups;
        Peer peer = session.Peer;
        if ((peer.Door & NotLookedUp) != 0 || !IPAddress.TryParse(peer.Address, out IPAddress? address)) return null;
        bool wantsName = config.Hostnames && peer.Host == peer.Address;
        var ends = config.Ident && config.Username is null && peer.Gateway is null ? peer.Ends : null;
        return wantsName || ends is not null
            ? new Lookup(session.Number, address, wantsName, config.ForwardConfirm, ends)
            : null;
    }

    private void TakeName(Session session, string? name)
    {
        if (name is null || !Names.IsHostname(name, Network.Config.Limits.HostLen))
        {
            Say(session, "*** Could not find your hostname; your address is used instead");
            return;
        }

        session.Peer = session.Peer with { Host = name };
        Say(session, "*** Found your hostname");
    }

    private void TakeUsername(Session session, string? username)
    {
        session.ProvedUsername = username is not null && Names.IsUsername(username, Network.Config.Limits.UserLen)
            ? username
            : null;
        Say(session, session.ProvedUsername is null ? "*** Nobody says your ident" : "*** Got your ident");
    }

    // What only the client says of itself has a '~' where others are asked.
    private string UsernameOf(Session session)
    {
        LookupConfig config = Network.Config.Transport.Lookups;
        if (config.Username is { } everyones) return everyones;
        if (session.ProvedUsername is { } proved) return proved;
        return config.Ident
            ? Utf8Text.Truncate("~" + session.Username, Network.Config.Limits.UserLen)
            : session.Username!;
    }

    private void Say(Session session, string text) =>
        Tell(session, new Line(null, "NOTICE", session.Called, text) { Trailing = true });
}
