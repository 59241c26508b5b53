using System.Globalization;
using IrcNats.Protocol;
using MessagePack;

namespace IrcNats.State;

/// <summary>What becomes of somebody who goes beyond a limit of a channel's flood profile.</summary>
public enum FloodAction
{
    /// <summary>The line, or the join, is refused; nothing else.</summary>
    Refuse,
    /// <summary>The line is refused, and the user may not talk for a time (+b m:).</summary>
    Mute,
    /// <summary>The line is refused, and the user is put out.</summary>
    Kick,
    /// <summary>The same, and the user may not come back for a time (+b).</summary>
    Ban,
    /// <summary>For a time only who is logged in may join.</summary>
    Registered,
    /// <summary>For a time only who is invited may join.</summary>
    Invited,
}

/// <summary>One limit of a flood profile: so many in so many seconds, and what happens beyond it.</summary>
/// <param name="For">How long the action lasts, in milliseconds; 0: it does not last.</param>
[MessagePackObject]
public sealed record FloodLimit(
    [property: Key(0)] int Count, [property: Key(1)] int Seconds, [property: Key(2)] FloodAction Action,
    [property: Key(3)] long For)
{
    private const int MostCount = 1000, MostSeconds = 3600;
    private const long ShortestFor = 1000, UsualFor = 600_000, LongestFor = 30 * 86_400_000L;

    /// <summary>How a limit of each kind may be written.</summary>
    public static IReadOnlyDictionary<string, FloodAction[]> Actions { get; } = new Dictionary<string, FloodAction[]>
    {
        ["lines"] = [FloodAction.Refuse, FloodAction.Mute, FloodAction.Kick, FloodAction.Ban],
        ["repeat"] = [FloodAction.Refuse, FloodAction.Mute, FloodAction.Kick, FloodAction.Ban],
        ["joins"] = [FloodAction.Refuse, FloodAction.Registered, FloodAction.Invited],
    };

    /// <summary>Reads "8:10" or "8:10:mute" or "8:10:mute:5m"; null if the text is not of this form.</summary>
    public static FloodLimit? Parse(string kind, string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is < 2 or > 4) return null;
        if (Number(parts[0], MostCount) is not { } count || Number(parts[1], MostSeconds) is not { } seconds)
            return null;
        FloodAction action = FloodAction.Refuse;
        if (parts.Length > 2 && !TryFind(kind, parts[2], out action)) return null;
        bool lasts = action is not (FloodAction.Refuse or FloodAction.Kick);
        long span = lasts ? UsualFor : 0;
        if (parts.Length > 3 && !(lasts && Duration.TryParse(parts[3], out span))) return null;
        span = span / 1000 * 1000;
        return lasts && span is < ShortestFor or > LongestFor ? null : new FloodLimit(count, seconds, action, span);
    }

    public override string ToString()
    {
        string limit = string.Create(CultureInfo.InvariantCulture, $"{Count}:{Seconds}");
        string action = Action == FloodAction.Refuse ? "" : $":{NameOf(Action)}";
        return For == 0 ? limit + action : $"{limit}{action}:{Duration.Show(For)}";
    }

    private static bool TryFind(string kind, string word, out FloodAction action)
    {
        action = default;
        if (!Actions.TryGetValue(kind, out FloodAction[]? actions)) return false;
        foreach (FloodAction known in actions)
        {
            action = known;
            if (NameOf(known).Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static string NameOf(FloodAction action) => action.ToString().ToLowerInvariant();

    private static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            && number <= most
            ? number
            : null;
}

/// <summary>
/// +F: how many lines a member may say, how often the same line, and how many may join, each in a span of time; and
/// what happens beyond that. Either one of the profiles that have a name, or limits of the channel's own.
/// https://www.unrealircd.org/docs/Channel_anti-flood_settings
/// </summary>
[MessagePackObject]
public sealed record FloodProfile
{
    /// <summary>What a user who gave something else is told.</summary>
    public const string Wanted =
        "A flood profile is relaxed, normal, strict, or limits such as lines=8:10:mute:5m,repeat=3:60:kick,joins=9:30";

    /// <summary>The profiles that have a name, the mildest first.</summary>
    public static IReadOnlyList<(string Name, string Limits)> Named { get; } =
    [
        ("relaxed", "lines=15:10,repeat=5:60,joins=30:10"),
        ("normal", "lines=10:10:mute:2m,repeat=3:60:mute:5m,joins=15:10:registered:5m"),
        ("strict", "lines=6:10:kick,repeat=2:60:ban:1h,joins=8:10:registered:15m"),
    ];

    /// <summary>Null: the limits are the channel's own.</summary>
    [Key(0)] public string? Name { get; init; }
    [Key(1)] public FloodLimit? Lines { get; init; }
    [Key(2)] public FloodLimit? Repeat { get; init; }
    [Key(3)] public FloodLimit? Joins { get; init; }
    /// <summary>The joins of the current span; null: nobody joined yet.</summary>
    [Key(4)] public JoinThrottle? Joined { get; init; }
    /// <summary>Until when joins are held (Unix milliseconds).</summary>
    [Key(5)] public long HeldUntil { get; init; }

    /// <summary>Reads a name or limits; null if the text is neither, or names a limit twice.</summary>
    public static FloodProfile? Parse(string text)
    {
        foreach ((string name, string limits) in Named)
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase)) return OfLimits(limits)! with { Name = name };
        return OfLimits(text);
    }

    /// <summary>The profile after one more join.</summary>
    public FloodProfile Join(long now) =>
        Joins is { } limit ? this with { Joined = JoinsBefore(limit).Count(now) } : this;

    /// <summary>Whether one more join would be too many.</summary>
    public bool IsOverJoins(long now) => Joins is { } limit && JoinsBefore(limit).IsOver(now);

    /// <summary>
    /// Until when joins are held because one more came (Unix milliseconds); null: they are not, or are already.
    /// </summary>
    public long? HoldsAfterJoin(long now) =>
        Joins is { For: > 0 } limit && now >= HeldUntil && JoinsBefore(limit).Count(now).IsOver(now)
            ? now + limit.For
            : null;

    public override string ToString() => Name ?? string.Join(',', Limits());

    private IEnumerable<string> Limits()
    {
        if (Lines is not null) yield return $"lines={Lines}";
        if (Repeat is not null) yield return $"repeat={Repeat}";
        if (Joins is not null) yield return $"joins={Joins}";
    }

    private JoinThrottle JoinsBefore(FloodLimit limit) => Joined ?? new JoinThrottle(limit.Count, limit.Seconds);

    private static FloodProfile? OfLimits(string text)
    {
        FloodProfile profile = new();
        foreach (string part in text.Split(','))
        {
            int sign = part.IndexOf('=', StringComparison.Ordinal);
            if (sign < 0 || FloodLimit.Parse(part[..sign], part[(sign + 1)..]) is not { } limit) return null;
            if (profile.With(part[..sign], limit) is not { } grown) return null;
            profile = grown;
        }

        return profile;
    }

    private FloodProfile? With(string kind, FloodLimit limit) => kind switch
    {
        "lines" when Lines is null => this with { Lines = limit },
        "repeat" when Repeat is null => this with { Repeat = limit },
        "joins" when Joins is null => this with { Joins = limit },
        _ => null,
    };
}
