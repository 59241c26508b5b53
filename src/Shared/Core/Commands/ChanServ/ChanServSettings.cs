using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// ChanServ SET and GET: what the founder of a channel says of its history.
/// https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
static class ChanServSettings
{
    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("SET", "channel setting value",
            "changes a setting of your channel: " + string.Join(", ", Settings.Select(s => $"{s.Name} ({s.Values})")),
            Set),
        new("GET", "channel setting", "tells a setting of your channel", Get),
    ];

    /// <summary>A setting: its name, its values, how it is read, and how one is set (null: no such value).</summary>
    private sealed record Setting(
        string Name, string Values, Func<ChannelSettings, string> Read,
        Func<ChannelSettings, string, long, ChannelSettings?> Write);

    private static IReadOnlyList<Setting> Settings =>
    [
        new("history", "off, ephemeral, on, default", s => Shown(s.History),
            (s, value, now) => Enum.TryParse(value, ignoreCase: true, out HistoryKeeping keeping)
                ? s with { History = keeping, KeptSince = s.History == HistoryKeeping.Off ? now : s.KeptSince }
                : null),
        new("query-cutoff", "none, registration-time, join-time, default",
            s => s.Cutoff is { } cutoff ? Shown(cutoff) : "default",
            (s, value, _) => Is(value, "default") ? s with { Cutoff = null }
                : Enum.TryParse(value, ignoreCase: true, out HistoryCutoff cutoff) ? s with { Cutoff = cutoff }
                : null),
        new("store-events", "all, no-joins, none, default", s => Shown(s.Events),
            (s, value, _) => Enum.TryParse(value, ignoreCase: true, out EventKeeping events)
                ? s with { Events = events }
                : null),
    ];

    private static Decision Set(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 4) return ChanServ.Usage(net, by, "SET");
        if (!ChanServ.TryFindOwn(net, by, words[1], out Channel? channel, out var registration, out Decision refusal))
            return refusal;
        if (Find(words[2]) is not { } setting) return NoSetting(net, by);
        ChannelSettings before = channel.Registered ?? new ChannelSettings();
        string value = words[3].Replace("-", "", StringComparison.Ordinal);
        if (value.All(char.IsAsciiLetter) && setting.Write(before, value, by.Now) is { } after)
            return new Decision(
                after == before ? [] : [new RegistrationChanged(registration, after)],
                [Told(net, by, channel, setting, after)]);
        return ChanServ.Notice(net, by, $"{setting.Name} is one of {setting.Values}");
    }

    private static Decision Get(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 3) return ChanServ.Usage(net, by, "GET");
        if (!ChanServ.TryFindOwn(net, by, words[1], out Channel? channel, out _, out Decision refusal)) return refusal;
        return Find(words[2]) is { } setting
            ? Told(net, by, channel, setting, channel.Registered ?? new ChannelSettings())
            : NoSetting(net, by);
    }

    private static Setting? Find(string name) => Settings.FirstOrDefault(s => Is(s.Name, name));

    private static Line Told(Network net, Caller by, Channel channel, Setting setting, ChannelSettings settings) =>
        ChanServ.Notice(net, by, $"{channel.Name}: {setting.Name} is {setting.Read(settings)}");

    private static Decision NoSetting(Network net, Caller by) => ChanServ.Notice(
        net, by, $"There is no such setting; there are {string.Join(", ", Settings.Select(s => s.Name))}");

    // JoinTime is written join-time.
    private static string Shown<T>(T value) where T : struct, Enum => string.Concat(
        value.ToString().Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? $"-{c}" : $"{c}")).ToLowerInvariant();

    private static bool Is(string one, string other) => ChanServ.Is(one, other);
}
