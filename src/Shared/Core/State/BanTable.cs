using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// Every ban of the network, every reservation and every lockdown. Bounded, and quick however many there are: addresses
/// are looked up by the length of their prefix, masks by a text that whoever they hit must have. Not thread-safe.
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
    private readonly BansOfPeople _keepOut = new(), _needLogin = new(), _exempt = new();
    private readonly ReservedNames _nicks = new(), _channels = new();
    private readonly Dictionary<Folded, NetworkBan> _locks = [];

    public int Count => _all.Count;

    public IReadOnlyCollection<NetworkBan> All => _all.Values;

    /// <summary>There is a ban besides reservations.</summary>
    public bool HitsAnybody => _keepOut.Any || _needLogin.Any;

    /// <summary>How often since the table was made or loaded somebody may have come to be hit who was not before.
    /// </summary>
    public long TimesSet { get; private set; }

    /// <summary>Those that run out, the earliest first.</summary>
    public IEnumerable<NetworkBan> Timed => _timed.Names.Select(key => _all[key]);

    /// <summary>The ban or reservation of exactly this; null: there is none.</summary>
    public NetworkBan? Find(BanKind kind, string target) => _all.GetValueOrDefault(KeyOf(kind, target));

    /// <summary>The same by its key (<see cref="KeyOf"/>).</summary>
    public NetworkBan? FindKey(string key) => _all.GetValueOrDefault(key);

    /// <summary>The ban that keeps an address out, the narrowest one; null: there is none. Somebody there may be
    /// exempt.</summary>
    public NetworkBan? FindAddress(string address) => _keepOut.FindAddress(address);

    /// <summary>The ban that keeps an account out; null: there is none.</summary>
    public NetworkBan? FindAccount(string account, Casemapping map) => _keepOut.FindAccount(account, map);

    /// <summary>
    /// The ban that keeps a connection out whatever its client would say; null: there is none, or its client may be
    /// exempt by who it is.
    /// </summary>
    public NetworkBan? FindAtOnce(string address, string? certfp, Location? place) =>
        _keepOut.FindAtOnce(address, certfp, place) is { } ban && !_exempt.AnyOfNames
            && _exempt.FindAtOnce(address, certfp, place) is null ? ban : null;

    /// <summary>The ban that hits somebody; null: none does. Whom an exemption fits is hit by none.</summary>
    public NetworkBan? Find(in BanSubject who, Casemapping map)
    {
        NetworkBan? ban = _keepOut.Find(who, map) ?? (who.Account is null ? _needLogin.Find(who, map) : null);
        return ban is null || FindExemption(who, map) is not null ? null : ban;
    }

    /// <summary>The exemption that fits somebody; null: none does.</summary>
    public NetworkBan? FindExemption(in BanSubject who, Casemapping map) => _exempt.Find(who, map);

    /// <summary>The reservation of a nick; null: everybody may take it.</summary>
    public NetworkBan? FindNick(string nick, Casemapping map) => _nicks.Find(nick, map);

    /// <summary>The reservation of a channel; null: everybody may join it.</summary>
    public NetworkBan? FindChannel(string channel, Casemapping map) => _channels.Find(channel, map);

    /// <summary>There is a lockdown of a channel, or of the network.</summary>
    public bool AnyLock => _locks.Count > 0;

    /// <summary>The lockdown of a channel, or of the network ("*"); null: there is none.</summary>
    public NetworkBan? FindLock(string target, Casemapping map) =>
        _locks.Count == 0 ? null : _locks.GetValueOrDefault(Folded.Of(target, map));

    /// <summary>Why there can be no such ban besides; null: there can.</summary>
    public string? Refusal(BanKind kind, string target, Casemapping map)
    {
        if (Find(kind, target) is not null) return null;
        if (Count >= Most) return $"There are as many bans as the network can have ({Most}); take some off";
        bool isFull = kind switch
        {
            BanKind.Mask => BansOfMasks.IsWild(target, map) && Wild >= MostWild,
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
        if (ban.IsOfPeople && ban.Effect != BanEffect.Exempts) TimesSet++;
        if (ban.IsOfPeople) PeopleOf(ban.Effect).Add(ban, map);
        else if (ban.IsReservation) NamesOf(ban.Kind).Add(ban, map);
        else _locks[Folded.Of(ban.Target, map)] = ban;
    }

    internal void Lift(BanKind kind, string target, Casemapping map)
    {
        string key = KeyOf(kind, target);
        if (!_all.Remove(key, out NetworkBan? ban)) return;
        _timed.Set(Folded.Of(key), null);
        if (ban.Effect == BanEffect.Exempts) TimesSet++;
        if (ban.IsOfPeople) PeopleOf(ban.Effect).Remove(ban, map);
        else if (ban.IsReservation) NamesOf(kind).Remove(ban, map);
        else _locks.Remove(Folded.Of(ban.Target, map));
    }

    /// <summary>The order in which bans are saved and listed.</summary>
    public static string KeyOf(BanKind kind, string target) => Folded.Of($"{(int)kind} {target}").ToString();

    private int Wild => _keepOut.Wild + _needLogin.Wild + _exempt.Wild;

    private BansOfPeople PeopleOf(BanEffect effect) => effect switch
    {
        BanEffect.Exempts => _exempt,
        BanEffect.NeedsLogin => _needLogin,
        _ => _keepOut,
    };

    private ReservedNames NamesOf(BanKind kind) => kind == BanKind.Nick ? _nicks : _channels;
}
