using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>Bans with one effect: of addresses, masks, accounts, certificates and places.</summary>
sealed class BansOfPeople
{
    private readonly BansOfAddresses _addresses = new();
    private readonly BansOfMasks _masks = new();
    private readonly Dictionary<Folded, NetworkBan> _accounts = [];
    // Certificates, countries and autonomous systems.
    private readonly Dictionary<string, NetworkBan> _whole = [];

    public bool Any => _addresses.Any || _masks.Any || _accounts.Count + _whole.Count > 0;

    /// <summary>One may fit somebody by what is known only when they have said who they are.</summary>
    public bool AnyOfNames => _masks.Any || _accounts.Count > 0;

    /// <summary>Masks that are compared with everybody.</summary>
    public int Wild => _masks.Wild;

    public void Add(NetworkBan ban, Casemapping map)
    {
        if (ban.Kind == BanKind.Address) _addresses.Add(ban);
        else if (ban.Kind == BanKind.Mask) _masks.Add(ban, map);
        else if (ban.Kind == BanKind.Account) _accounts[Folded.Of(ban.Subject, map)] = ban;
        else _whole[ban.Target] = ban;
    }

    public void Remove(NetworkBan ban, Casemapping map)
    {
        if (ban.Kind == BanKind.Address) _addresses.Remove(ban);
        else if (ban.Kind == BanKind.Mask) _masks.Remove(ban, map);
        else if (ban.Kind == BanKind.Account) _accounts.Remove(Folded.Of(ban.Subject, map));
        else _whole.Remove(ban.Target);
    }

    public NetworkBan? FindAddress(string address) => _addresses.Find(address);

    public NetworkBan? FindAccount(string? account, Casemapping map) =>
        account is not null && _accounts.Count > 0 ? _accounts.GetValueOrDefault(Folded.Of(account, map)) : null;

    /// <summary>By what is known of a connection before its client says anything.</summary>
    public NetworkBan? FindAtOnce(string address, string? certfp, Location? place) =>
        _addresses.Find(address) ?? (_whole.Count == 0 ? null : FindWhole(certfp, place));

    public NetworkBan? Find(in BanSubject who, Casemapping map) =>
        FindAtOnce(who.Address, who.Certfp, who.Place) ?? FindAccount(who.Account, map) ?? _masks.Find(who, map);

    private NetworkBan? FindWhole(string? certfp, Location? place)
    {
        foreach (BanKind kind in (BanKind[])[BanKind.Certificate, BanKind.Country, BanKind.Asn])
            if (NetworkBan.TargetFor(kind, certfp, place) is { } target && _whole.TryGetValue(target, out var ban))
                return ban;
        return null;
    }
}
