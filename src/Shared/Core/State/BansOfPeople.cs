using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>Bans with one effect: of addresses, masks, accounts and certificates.</summary>
sealed class BansOfPeople
{
    private readonly BansOfAddresses _addresses = new();
    private readonly BansOfMasks _masks = new();
    private readonly Dictionary<Folded, NetworkBan> _accounts = [];
    private readonly Dictionary<string, NetworkBan> _certificates = [];

    public bool Any => _addresses.Any || _masks.Any || _accounts.Count + _certificates.Count > 0;

    /// <summary>One may fit somebody by what is known only when they have said who they are.</summary>
    public bool AnyOfNames => _masks.Any || _accounts.Count > 0;

    /// <summary>Masks that are compared with everybody.</summary>
    public int Wild => _masks.Wild;

    public void Add(NetworkBan ban, Casemapping map)
    {
        if (ban.Kind == BanKind.Address) _addresses.Add(ban);
        else if (ban.Kind == BanKind.Mask) _masks.Add(ban, map);
        else if (ban.Kind == BanKind.Account) _accounts[Folded.Of(ban.Subject, map)] = ban;
        else _certificates[ban.Subject] = ban;
    }

    public void Remove(NetworkBan ban, Casemapping map)
    {
        if (ban.Kind == BanKind.Address) _addresses.Remove(ban);
        else if (ban.Kind == BanKind.Mask) _masks.Remove(ban, map);
        else if (ban.Kind == BanKind.Account) _accounts.Remove(Folded.Of(ban.Subject, map));
        else _certificates.Remove(ban.Subject);
    }

    public NetworkBan? FindAddress(string address) => _addresses.Find(address);

    public NetworkBan? FindAccount(string? account, Casemapping map) =>
        account is not null && _accounts.Count > 0 ? _accounts.GetValueOrDefault(Folded.Of(account, map)) : null;

    /// <summary>By what is known of a connection before its client says anything.</summary>
    public NetworkBan? FindAtOnce(string address, string? certfp) =>
        _addresses.Find(address) ?? (certfp is null ? null : _certificates.GetValueOrDefault(certfp));

    public NetworkBan? Find(in BanSubject who, Casemapping map) =>
        FindAtOnce(who.Address, who.Certfp) ?? FindAccount(who.Account, map) ?? _masks.Find(who, map);
}
