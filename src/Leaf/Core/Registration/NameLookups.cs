using System.Net;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// What others say of a connection: the name of its address (DNS), and whose it is (ident). Its registration waits for
/// that, and whoever looks it up answers in a bounded time.
/// </summary>
sealed class NameLookups(Replica replica, Output output, ILeafPorts ports)
{
    // A lookup means nothing where the address is not the client's own, or where nobody stays.
    private const Door NotLookedUp = Door.Unix | Door.Tor | Door.StsOnly;

    /// <summary>Asks what the configuration wants to know, if there is anything.</summary>
    public void Begin(Session session)
    {
        session.Lookup = null;
        if (WantedOf(session) is not { } lookup || !ports.LookUp(lookup)) return;
        session.Lookup = lookup;
        if (lookup.WantsName) output.Notice(session, "*** Looking up your hostname...");
        if (lookup.Ends is not null) output.Notice(session, "*** Checking your ident...");
    }

    /// <summary>Somebody answered, or nobody did in time. False: the session waits for something else.</summary>
    public bool Take(Session session, Lookup lookup, Found found)
    {
        // One that said meanwhile that it is a gateway is another client.
        if (session.Lookup != lookup) return false;
        session.Lookup = null;
        if (!session.IsLive) return false;
        if (lookup.WantsName) TakeName(session, found.Name);
        if (lookup.Ends is not null) TakeUsername(session, found.Username);
        return true;
    }

    /// <summary>The username of a client that has said one. What only the client says of itself has a '~' where others
    /// are asked.</summary>
    public string UsernameOf(Session session)
    {
        LookupConfig config = replica.Config.Transport.Lookups;
        if (config.Username is { } everyones) return everyones;
        if (session.ProvedUsername is { } proved) return proved;
        return config.Ident
            ? Utf8Text.Truncate("~" + session.Username, replica.Config.Limits.UserLen)
            : session.Username!;
    }

    // Null: nothing.
    private Lookup? WantedOf(Session session)
    {
        LookupConfig config = replica.Config.Transport.Lookups;
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
        if (name is null || !Names.IsHostname(name, replica.Config.Limits.HostLen))
        {
            output.Notice(session, "*** Could not find your hostname; your address is used instead");
            return;
        }

        session.Peer = session.Peer with { Host = name };
        output.Notice(session, "*** Found your hostname");
    }

    private void TakeUsername(Session session, string? username)
    {
        session.ProvedUsername = username is not null && Names.IsUsername(username, replica.Config.Limits.UserLen)
            ? username
            : null;
        output.Notice(session, session.ProvedUsername is null ? "*** Nobody says your ident" : "*** Got your ident");
    }
}
