using System.Globalization;
using System.Text;
using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// A mask of a channel's list, taken apart. Extended bans stand before the pattern, at most one of each kind, in this
/// order: time, action, what is compared (a '!' before it inverts it). Example: "t:30m:m:!r:*spam*".
/// https://modern.ircdocs.horse/#extban-parameter
/// </summary>
public readonly ref struct ListMask
{
    /// <summary>Bytes of the longest mask, so that a line with the mask and its setter fits.</summary>
    public const int Longest = 200;

    private ListMask(
        long? lasts, char acts, char compares, ReadOnlySpan<char> pattern, bool isInverted = false)
    {
        Lasts = lasts;
        Acts = acts;
        Compares = compares;
        IsInverted = isInverted;
        Pattern = pattern;
    }

    /// <summary>How long the entry lasts, in milliseconds; null: for ever.</summary>
    public long? Lasts { get; }

    /// <summary>The letter that says what matching users may not do; '\0' for none.</summary>
    public char Acts { get; }

    /// <summary>The letter that says what the pattern is compared with; '\0' for the hostmask.</summary>
    public char Compares { get; }

    /// <summary>The mask is for users who do not match.</summary>
    public bool IsInverted { get; }

    public ReadOnlySpan<char> Pattern { get; }

    /// <summary>Takes a mask apart, as it stands on a list or as a user typed it.</summary>
    public static ListMask Read(ReadOnlySpan<char> text)
    {
        long? lasts = null;
        char acts = '\0';
        while (First(text, out ReadOnlySpan<char> rest, out bool isInverted) is { } extban)
        {
            if (extban.Kind == ExtbanKind.Compares)
                return new ListMask(lasts, acts, extban.Letter, rest, isInverted);
            if (extban.Kind == ExtbanKind.Acts)
            {
                if (acts != '\0') break;
                acts = extban.Letter;
            }
            else
            {
                int end = rest.IndexOf(':');
                if (lasts is not null || end < 0 || Span(rest[..end]) is not { } span) break;
                lasts = span;
                rest = rest[(end + 1)..];
            }

            text = rest;
        }

        return new ListMask(lasts, acts, '\0', text);
    }

    // Only a letter that compares can be inverted.
    private static Extban? First(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest, out bool isInverted)
    {
        isInverted = text is [ExtbanTable.Inverted, ..];
        if (isInverted) text = text[1..];
        int colon = text.IndexOf(':');
        rest = text[(colon + 1)..];
        if (colon <= 0 || ExtbanTable.Find(text[..colon]) is not { } extban) return null;
        return isInverted && extban.Kind != ExtbanKind.Compares ? null : extban;
    }

    /// <summary>
    /// The mask in the form in which it is put on a list, complete and in order. If that is impossible, null and
    /// <paramref name="why"/>.
    /// </summary>
    public static string? Normalize(string text, char list, Limits limits, out string why)
    {
        why = "A mask is nick!user@host or an extended ban, without spaces";
        if (text.Length == 0 || text[0] == ':' || text.AsSpan().ContainsAnyInRange('\0', ' ')) return null;
        ListMask mask = Read(text);
        if (mask.Fault(list, limits) is { } fault)
        {
            why = fault;
            return null;
        }

        string normal = mask.ToString();
        why = $"A mask has at most {Longest} bytes";
        return Encoding.UTF8.GetByteCount(normal) <= Longest ? normal : null;
    }

    /// <summary>Why a complete mask is not put on a list: it would match nobody. It can still be taken off.</summary>
    public static string? FaultToAdd(string mask)
    {
        ListMask read = Read(mask);
        bool isHostmask = read.Compares == '\0' || ExtbanTable.Find(read.Compares)!.IsHostmask;
        return isHostmask ? AddressMask.Fault(read.Pattern.ToString()) : null;
    }

    /// <summary>The mask without its time. So a user can take it off who does not know the time.</summary>
    public static string WithoutTime(string mask)
    {
        ListMask read = Read(mask);
        return read.Lasts is null
            ? mask
            : new ListMask(null, read.Acts, read.Compares, read.Pattern, read.IsInverted).ToString();
    }

    public override string ToString()
    {
        StringBuilder text = new();
        if (Lasts is { } lasts) text.Append("t:").Append(Duration.Show(lasts)).Append(':');
        if (Acts != '\0') text.Append(Acts).Append(':');
        if (IsInverted) text.Append(ExtbanTable.Inverted);
        if (Compares != '\0') text.Append(Compares).Append(':');
        string pattern = Pattern.ToString();
        return text.Append(
            Compares == ExtbanTable.Channel ? pattern
            : Compares == '\0' || ExtbanTable.Find(Compares)!.IsHostmask ? Mask.Normalize(pattern)
            : Mask.Collapse(pattern)).ToString();
    }

    private string? Fault(char list, Limits limits)
    {
        if (Pattern.IsEmpty) return "An extended ban needs a mask";
        if (Acts != '\0' && list == 'I') return "An invite exception cannot forbid anything";
        if (Compares == ExtbanTable.Channel)
            return Names.IsChannel(Pattern.TrimStart(MemberModeTable.Prefixes).ToString(), limits.ChannelLen)
                ? null
                : "c: needs a channel";
        // A letter is left that could not be taken off the front: it comes twice, or its time is wrong.
        return Compares == '\0' && First(Pattern, out _, out _) is { Kind: not ExtbanKind.Compares } extban
            ? extban.Kind == ExtbanKind.Lasts ? "A time is such as 30m, 12h or 7d" : "One action is enough"
            : null;
    }

    /// <summary>A number alone counts minutes.</summary>
    private static long? Span(ReadOnlySpan<char> text)
    {
        const int LongestMinutes = 1_000_000;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int minutes))
            return minutes is > 0 and < LongestMinutes ? minutes * 60_000L : null;
        return Duration.TryParse(text, out long span) && span >= 1000 ? span : null;
    }
}
