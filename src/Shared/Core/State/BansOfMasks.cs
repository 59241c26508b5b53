using System.Buffers;
using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// Bans of masks. Each is filed under one text that whoever it hits must have: a whole nick, username or host, or the
/// end or the beginning of a host. So a user is compared with a few of them. Masks without such a text are compared
/// with whoever has the letters of one of them, which one search finds out, in linear time;
/// <see cref="BanTable.MostWild"/> bounds their number.
/// </summary>
sealed class BansOfMasks
{
    private enum Part
    {
        Nick,
        Username,
        Host,
        HostEnd,
        HostBegin,
    }

    private const string Anything = "*";
    private const char Separator = '\n';

    private static readonly SearchValues<char> s_wild = SearchValues.Create("*?\\"),
        s_separators = SearchValues.Create(".:");

    private readonly Dictionary<string, List<Rule>>[] _filed =
        [.. Enum.GetValues<Part>().Select(_ => new Dictionary<string, List<Rule>>())];
    private readonly List<Rule> _wild = [];
    // The letters of those; null: they are to be looked for again.
    private SearchValues<string>? _lettersOfWild;
    private int _count;

    public bool Any => _count > 0;

    /// <summary>Masks that are compared with everybody.</summary>
    public int Wild => _wild.Count;

    /// <summary>Whether the mask would be compared with everybody.</summary>
    public static bool IsWild(string mask, Casemapping map) => PlaceOf(mask, map) is null;

    public void Add(NetworkBan ban, Casemapping map)
    {
        _count++;
        _lettersOfWild = null;
        RulesLike(ban.Target, map).Add(Rule.Of(ban, map));
    }

    public void Remove(NetworkBan ban, Casemapping map)
    {
        _count--;
        _lettersOfWild = null;
        List<Rule> rules = RulesLike(ban.Target, map);
        rules.RemoveAll(r => r.Ban == ban);
        if (rules.Count == 0 && PlaceOf(ban.Target, map) is var (part, text)) _filed[(int)part].Remove(text);
    }

    public NetworkBan? Find(in BanSubject who, Casemapping map)
    {
        if (_count == 0) return null;
        string nick = Folded.Of(who.Nick, map).ToString(), user = Folded.Of(who.Username, map).ToString();
        string[] hosts = HostsOf(who, map);
        Candidate one = new(nick, user, hosts, who.Address, string.Join(Separator, [nick, user, .. hosts]));
        if ((Matching(Part.Nick, nick, one) ?? Matching(Part.Username, user, one)) is { } named) return named;
        foreach (string host in hosts)
            if (OfHost(host, one) is { } ban) return ban;
        return Wildly(one);
    }

    private NetworkBan? Wildly(in Candidate one)
    {
        if (_wild.Count == 0) return null;
        _lettersOfWild ??= SearchValues.Create([.. _wild.Select(rule => rule.Letters)], StringComparison.Ordinal);
        return one.Text.AsSpan().ContainsAny(_lettersOfWild) ? Matching(_wild, one) : null;
    }

    // The address is often the host that others see.
    private static string[] HostsOf(in BanSubject who, Casemapping map)
    {
        bool isSeen = who.Hosts.Contains(who.Address);
        string[] hosts = new string[who.Hosts.Count + (isSeen ? 0 : 1)];
        for (int i = 0; i < who.Hosts.Count; i++) hosts[i] = Folded.Of(who.Hosts[i], map).ToString();
        if (!isSeen) hosts[^1] = Folded.Of(who.Address, map).ToString();
        return hosts;
    }

    private NetworkBan? OfHost(string host, in Candidate one)
    {
        if (Matching(Part.Host, host, one) is { } ban) return ban;
        for (int i = 0; i < host.Length; i++)
        {
            if (!s_separators.Contains(host[i])) continue;
            if ((Matching(Part.HostEnd, host.AsSpan(i), one) ?? Matching(Part.HostBegin, host.AsSpan(0, i + 1), one))
                is { } partly) return partly;
        }

        return null;
    }

    private NetworkBan? Matching(Part part, ReadOnlySpan<char> text, in Candidate one) =>
        _filed[(int)part].GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out List<Rule>? rules)
            ? Matching(rules, one)
            : null;

    private static NetworkBan? Matching(List<Rule> rules, in Candidate one)
    {
        foreach (Rule rule in rules)
            if (rule.Matches(one)) return rule.Ban;
        return null;
    }

    private List<Rule> RulesLike(string mask, Casemapping map)
    {
        if (PlaceOf(mask, map) is not var (part, text)) return _wild;
        Dictionary<string, List<Rule>> filed = _filed[(int)part];
        if (!filed.TryGetValue(text, out List<Rule>? rules)) filed[text] = rules = [];
        return rules;
    }

    // Under what a mask is filed; null: under nothing.
    private static (Part Part, string Text)? PlaceOf(string mask, Casemapping map)
    {
        (string nick, string user, string host) = PartsOf(Folded.Of(mask, map).ToString());
        bool isNetwork = host.Contains('/', StringComparison.Ordinal);
        if (!isNetwork && IsPlain(host)) return (Part.Host, host);
        if (IsPlain(nick)) return (Part.Nick, nick);
        if (!isNetwork && EndOf(host) is { } end) return (Part.HostEnd, end);
        if (!isNetwork && BeginOf(host) is { } begin) return (Part.HostBegin, begin);
        return IsPlain(user) ? (Part.Username, user) : null;
    }

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAny(s_wild);

    // ".example.net" of "*.example.net" and of "dsl*pool.example.net".
    private static string? EndOf(string host)
    {
        string end = host[(host.AsSpan().LastIndexOfAny(s_wild) + 1)..];
        int dot = end.AsSpan().IndexOfAny(s_separators);
        return dot >= 0 && dot < end.Length - 1 ? end[dot..] : null;
    }

    // "192.0.2." of "192.0.2.*" and of "192.0.2.1*".
    private static string? BeginOf(string host)
    {
        string begin = host[..host.AsSpan().IndexOfAny(s_wild)];
        int dot = begin.AsSpan().LastIndexOfAny(s_separators);
        return dot > 0 ? begin[..(dot + 1)] : null;
    }

    // A mask always has the form nick!user@host.
    private static (string Nick, string User, string Host) PartsOf(string mask)
    {
        int bang = mask.IndexOf('!', StringComparison.Ordinal), at = mask.LastIndexOf('@');
        return (mask[..bang], mask[(bang + 1)..at], mask[(at + 1)..]);
    }

    // The text has everything, in lines.
    private readonly record struct Candidate(string Nick, string User, string[] Hosts, string Address, string Text);

    // The parts are compared one by one, the shortest text first. A part that fits everybody is null. Most users lack
    // the longest letters of the mask, which is found out quickest.
    private sealed record Rule(
        NetworkBan Ban, Glob? Nick, Glob? User, Glob? Host, AddressMask? Addresses, string Letters)
    {
        public static Rule Of(NetworkBan ban, Casemapping map)
        {
            (string nick, string user, string host) = PartsOf(ban.Target);
            AddressMask? addresses = AddressMask.Read(ban.Target, map);
            string[] texts = addresses is null ? [nick, user, host] : [nick, user];
            return new Rule(
                ban, Read(nick), Read(user), Read(host), addresses,
                texts.SelectMany(text => Folded.Of(text, map).ToString().Split('*', '?', '\\'))
                    .MaxBy(letters => letters.Length)!);

            Glob? Read(string part) => part == Anything ? null : new Glob(part, map);
        }

        public bool Matches(in Candidate one)
        {
            if (!one.Text.Contains(Letters, StringComparison.Ordinal)) return false;
            if (Nick?.Matches(one.Nick) == false || User?.Matches(one.User) == false) return false;
            if (Host is null || Addresses?.Matches($"{one.Nick}!{one.User}", one.Address) == true) return true;
            foreach (string host in one.Hosts)
                if (Host.Matches(host)) return true;
            return false;
        }
    }
}
