using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>RPL_ISUPPORT, derived from the tables and limits. https://modern.ircdocs.horse/#rplisupport-005</summary>
public static class Isupport
{
    private const int TokensPerLine = 13, BytesPerLine = 300;

    /// <summary>Channel mode letters for 004.</summary>
    public static string ChannelLetters { get; } =
        string.Concat(ChannelModeTable.All.Select(m => m.Letter)) + MemberModeTable.Letters;

    /// <summary>Those of them that take a parameter, for 004.</summary>
    public static string LettersWithParameter { get; } =
        string.Concat(from m in ChannelModeTable.All where m.Kind != ModeKind.Flag select m.Letter)
        + MemberModeTable.Letters;

    /// <summary>Every token as NAME or NAME=value, sorted by name.</summary>
    public static IReadOnlyList<string> Tokens(NetworkConfig config)
    {
        Limits limits = config.Limits;
        Dictionary<string, object?> tokens = new()
        {
            ["ACCEPT"] = limits.AcceptEntries,
            ["ACCOUNTEXTBAN"] = ExtbanTable.Account,
            ["AWAYLEN"] = limits.AwayLen,
            ["BOT"] = 'B',
            ["CALLERID"] = 'g',
            ["CASEMAPPING"] = config.Casemapping == Casemapping.Ascii ? "ascii" : "rfc1459",
            ["CHANLIMIT"] = $"#:{limits.ChannelsPerUser}",
            ["CHANMODES"] = ChannelModeTable.Chanmodes,
            ["CHANNELLEN"] = limits.ChannelLen,
            ["CHANTYPES"] = '#',
            ["CNOTICE"] = null,
            ["CPRIVMSG"] = null,
            ["ELIST"] = "CMNTU",
            ["EXCEPTS"] = 'e',
            ["EXTBAN"] = $",{ExtbanTable.Letters}",
            ["FORWARD"] = 'f',
            ["HOSTLEN"] = limits.HostLen,
            ["INVEX"] = 'I',
            ["KEYLEN"] = limits.KeyLen,
            ["KICKLEN"] = limits.KickLen,
            ["KNOCK"] = null,
            ["LINELEN"] = Limits.LineLen,
            ["MAXLIST"] = $"{ChannelModeTable.Letters(ModeKind.List)}:{limits.ListModes}",
            ["MODES"] = limits.ModesPerCommand,
            ["MONITOR"] = limits.MonitorEntries,
            ["NAMELEN"] = limits.NameLen,
            ["NETWORK"] = config.NetworkName.Replace(' ', '_'),
            ["NICKLEN"] = limits.NickLen,
            ["PREFIX"] = $"({MemberModeTable.Letters}){MemberModeTable.Prefixes}",
            ["SAFELIST"] = null,
            ["SAFERATE"] = null,
            ["STATUSMSG"] = MemberModeTable.Prefixes,
            ["TARGMAX"] = TargMax(),
            ["TOPICLEN"] = limits.TopicLen,
            ["USERIP"] = null,
            ["USERLEN"] = limits.UserLen,
            ["UTF8ONLY"] = null,
            ["WHOX"] = null,
        };
        if (config.History.Enabled) AddHistory(tokens, config.History);
        if (config.Accounts is { Exist: true, RequiresSasl: true }) tokens["draft/ACCOUNTREQUIRED"] = null;
        if (config.Accounts is { Exist: true, Push: { Exists: true, Key: { } key } }) tokens["VAPID"] = key;
        if (config.Icon is { } icon) tokens["draft/ICON"] = icon;
        foreach (string[] more in config.AdditionalIsupport.Select(token => token.Split('=', 2)))
            tokens.TryAdd(more[0], more.ElementAtOrDefault(1));
        if (config.ClientTagDeny.Count > 0) tokens["CLIENTTAGDENY"] = string.Join(',', config.ClientTagDeny);
        return [.. from t in tokens
                   orderby t.Key
                   select t.Value is null ? t.Key : string.Create(CultureInfo.InvariantCulture, $"{t.Key}={t.Value}")];
    }

    /// <summary>As many 005 lines as the tokens need.</summary>
    public static IEnumerable<Line> Lines(Network net, string nick) => Lines(Tokens(net.Config), nick);

    /// <inheritdoc cref="Lines(Network, string)"/>
    public static IEnumerable<Line> Lines(IEnumerable<string> tokens, string nick) =>
        Packed(tokens).Select(some => Numeric.RPL_ISUPPORT.For(nick, some));

    // The names of server and nick leave at least so many bytes.
    private static IEnumerable<string[]> Packed(IEnumerable<string> tokens)
    {
        List<string> line = [];
        foreach (string token in tokens)
        {
            if (line.Count == TokensPerLine || line.Sum(t => t.Length + 1) + token.Length > BytesPerLine)
            {
                yield return [.. line];
                line.Clear();
            }

            line.Add(token);
        }

        if (line.Count > 0) yield return [.. line];
    }

    /// <summary>What clients are told when tokens changed: the new ones, and "-NAME" for those that are gone.</summary>
    public static IEnumerable<string> Changes(IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        after.Except(before).Concat(before.Select(NameOf).Except(after.Select(NameOf)).Select(name => "-" + name));

    private static string NameOf(string token) => token.Split('=', 2)[0];

    // Kiwi reads the token by its draft's name alone.
    private static void AddHistory(Dictionary<string, object?> tokens, HistoryConfig history)
    {
        tokens["CHATHISTORY"] = tokens["draft/CHATHISTORY"] = history.MaxMessages;
        tokens["MSGREFTYPES"] = "msgid,timestamp";
    }

    private static string TargMax() => string.Join(',',
        from entry in CommandTable.All.Values
        let command = entry.Command
        where command.Targets >= 0 && !command.OperOnly
        let most = command.MaxTargets == 0 ? "" : command.MaxTargets.ToString(CultureInfo.InvariantCulture)
        orderby command.Name
        select $"{command.Name}:{most}");
}
