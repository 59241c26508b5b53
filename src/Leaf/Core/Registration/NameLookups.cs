using System.Net;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// The name of a connection's address (DNS) and the username of its client (ident) are asked of others. Registration
/// waits for the answer, which comes in a bounded time.
/// </summary>
sealed class NameLookups(Replica replica, Output output, ILeafPorts ports)
{
    // A lookup means nothing where the address is not the client's own, or where nobody stays.
    private const Door NotLookedUp = Door.Unix | Door.Tor | Door.StsOnly;

    /// <summary>Finds where its address is.</summary>
    public void Place(Session session) => session.Place = (session.Peer.Door & NotLookedUp) == 0
        ? ports.PlaceOf(session.Peer.Address)
        : null;

    /// <summary>Asks for the name, the username, both or neither, as the configuration says.</summary>
    public void Begin(Session session)
    {
        session.Lookup = null;
        session.Listed = null;
        if (WantedOf(session) is not { } lookup || !ports.LookUp(lookup)) return;
        session.Lookup = lookup;
        if (lookup.WantsName) output.Notice(session, "*** Looking up your hostname...");
        if (lookup.Ends is not null) output.Notice(session, "*** Checking your ident...");
    }

    /// <summary>Somebody answered, or nobody did in time. False: the session waits for something else.</summary>
    public bool Take(Session session, Lookup lookup, Found found)
    {
        // A gateway named another client meanwhile (WEBIRC): this answer is about the gateway.
        if (session.Lookup != lookup) return false;
        session.Lookup = null;
        if (!session.IsLive) return false;
        if (lookup.WantsName) TakeName(session, found.Name);
        if (lookup.Ends is not null) TakeUsername(session, found.Username);
        session.Listed = found.Listed;
        return true;
    }

    /// <summary>The username of a client that has sent USER. Where ident is asked and gave none, the client's own word
    /// gets a '~'.</summary>
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
        IReadOnlyList<Blocklist> lists = BlocklistsFor(peer, address);
        AddressCheck? check = CheckFor(peer, address);
        return wantsName || ends is not null || lists.Count > 0 || check is not null
            ? new Lookup(session.Number, address, wantsName, config.ForwardConfirm, ends)
            {
                Blocklists = lists, Check = check,
            }
            : null;
    }

    private AddressCheck? CheckFor(Peer peer, IPAddress address) =>
        replica.Config.Transport.Check is { } check && !IPAddress.IsLoopback(address)
            && !AddressRange.AnyHas(check.Exempted, peer.Address)
            ? check
            : null;

    private IReadOnlyList<Blocklist> BlocklistsFor(Peer peer, IPAddress address)
    {
        IReadOnlyList<Blocklist> lists = replica.Config.Transport.Blocklists;
        return lists.Count == 0 || IPAddress.IsLoopback(address)
            ? []
            : [.. lists.Where(l => !AddressRange.AnyHas(l.Exempted, peer.Address))];
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
