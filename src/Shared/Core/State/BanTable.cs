using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// Every ban of the network and every reservation. Bounded, and quick however many there are: addresses are looked up
/// by the length of their prefix, masks by a text that whoever they hit must have. Not thread-safe.
/// </summary>
public sealed class BanTable
{
    /// <summary>Bans and reservations together: with reasons of ordinary length some 4 MiB of a snapshot.</summary>
    public const int Most = 20_000;

    /// <summary>
    /// Masks and patterns that have to be compared with everybody, such as "*bot*!*@*": of each kind so many.
    /// </summary>
    public const int MostWild = 500;

    private readonly Dictionary<string, NetworkBan> _all = [];
    private readonly Deadlines _timed = new();
    private readonly BansOfAddresses _addresses = new();
    private readonly BansOfMasks _masks = new();
    private readonly ReservedNames _nicks = new(), _channels = new();

    public int Count => _all.Count;

    public IReadOnlyCollection<NetworkBan> All => _all.Values;

    /// <summary>There is a ban besides reservations.</summary>
    public bool HitsAnybody => _addresses.Any || _masks.Any;

    /// <summary>Bans that were set since the table was made or loaded: another number says that there are new ones.
    /// </summary>
    public long TimesSet { get; private set; }

    /// <summary>Those that run out, the earliest first.</summary>
    public IEnumerable<NetworkBan> Timed => _timed.Names.Select(key => _all[key]);

    /// <summary>The ban or reservation of exactly this; null: there is none.</summary>
    public NetworkBan? Find(BanKind kind, string target) => _all.GetValueOrDefault(KeyOf(kind, target));

    /// <summary>The same by its key (<see cref="KeyOf"/>).</summary>
    public NetworkBan? FindKey(string key) => _all.GetValueOrDefault(key);

    /// <summary>The ban of an address, which holds for whoever comes from there; null: there is none.</summary>
    public NetworkBan? FindAddress(string address) => _addresses.Find(address);

    /// <summary>The ban that hits somebody; null: none does.</summary>
    public NetworkBan? Find(in BanSubject who, Casemapping map) =>
        _addresses.Find(who.Address) ?? _masks.Find(who, map);

    /// <summary>The reservation of a nick; null: everybody may take it.</summary>
    public NetworkBan? FindNick(string nick, Casemapping map) => _nicks.Find(nick, map);

    /// <summary>The reservation of a channel; null: everybody may join it.</summary>
    public NetworkBan? FindChannel(string channel, Casemapping map) => _channels.Find(channel, map);

    /// <summary>Why there can be no such ban besides; null: there can.</summary>
    public string? Refusal(BanKind kind, string target, Casemapping map)
    {
        if (Find(kind, target) is not null) return null;
        if (Count >= Most) return $"There are as many bans as the network can have ({Most}); take some off";
        bool isFull = kind switch
        {
            BanKind.Mask => BansOfMasks.IsWild(target, map) && _masks.Wild >= MostWild,
            BanKind.Nick => ReservedNames.IsWild(target) && _nicks.Wild >= MostWild,
            BanKind.Channel => ReservedNames.IsWild(target) && _channels.Wild >= MostWild,
            _ => false,
        };
        return isFull
            ? $"There are as many patterns of this kind as the network can have ({MostWild}); name a host, the end of "
                + "one, or a whole nick"
            : null;
    }

    /// <summary>Sets a ban, in the place of an earlier one of the same target.</summary>
    internal void Set(NetworkBan ban, Casemapping map)
    {
        Lift(ban.Kind, ban.Target, map);
        string key = KeyOf(ban.Kind, ban.Target);
        _all.Add(key, ban);
        _timed.Set(Folded.Of(key), ban.ExpiresAt);
        TimesSet++;
        if (ban.Kind == BanKind.Address) _addresses.Add(ban);
        else if (ban.Kind == BanKind.Mask) _masks.Add(ban, map);
        else NamesOf(ban.Kind).Add(ban, map);
    }

    internal void Lift(BanKind kind, string target, Casemapping map)
    {
        string key = KeyOf(kind, target);
        if (!_all.Remove(key, out NetworkBan? ban)) return;
        _timed.Set(Folded.Of(key), null);
        if (kind == BanKind.Address) _addresses.Remove(ban);
        else if (kind == BanKind.Mask) _masks.Remove(ban, map);
        else NamesOf(kind).Remove(ban, map);
    }

    /// <summary>The order in which bans are saved and listed.</summary>
    public static string KeyOf(BanKind kind, string target) => Folded.Of($"{(int)kind} {target}").ToString();

    private ReservedNames NamesOf(BanKind kind) => kind == BanKind.Nick ? _nicks : _channels;
}
