using System.Globalization;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// What an operator said to set a ban or a reservation. Two forms: words before the target,
/// <c>[ANDKILL] [MYSELF] [FORCE] [REQUIRE-SASL|EXEMPT] [time] target [reason[|note]]</c> (KLINE, DLINE, RESV), and
/// words behind it, <c>target [MYSELF] [FORCE] [REQUIRE-SASL|EXEMPT] [DURATION time] [reason[|note]]</c> (UBAN).
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
public sealed class BanWords
{
    private const string NoReason = "No reason given";
    private const int LongestMinutes = 1_000_000;

    private readonly Queue<string> _left;

    private BanWords(IEnumerable<string> words) => _left = new(words);

    public string Target { get; private set; } = "";

    /// <summary>How long it holds, in milliseconds; null: until it is taken off.</summary>
    public long? Lasts { get; private set; }

    /// <summary>Whoever it hits is told it.</summary>
    public string Reason { get; private set; } = NoReason;

    /// <summary>Only operators see it; null: there is none.</summary>
    public string? Note { get; private set; }

    /// <summary>The operator means it, although it hits them.</summary>
    public bool HitsOwn { get; private set; }

    /// <summary>The operator means it, whomever it hits.</summary>
    public bool IsForced { get; private set; }

    /// <summary>REQUIRE-SASL: who is logged in may come in; EXEMPT: nobody whom it fits is hit by a ban.</summary>
    public BanEffect Effect { get; private set; }

    /// <summary>What is wrong with the words; null: nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reads the form with words before the target.</summary>
    public static BanWords Before(IEnumerable<string> words)
    {
        BanWords read = new(words);
        while (read._left.TryPeek(out string? word) && (read.TakesFlag(word) || read.TakesTime(word)))
            read._left.Dequeue();
        read.TakeTarget();
        read.TakeReason();
        return read;
    }

    /// <summary>Reads the form with words behind the target.</summary>
    public static BanWords Behind(IEnumerable<string> words)
    {
        BanWords read = new(words);
        read.TakeTarget();
        while (read._left.TryPeek(out string? word) && (read.TakesFlag(word) || Is(word, "DURATION")))
        {
            read._left.Dequeue();
            if (Is(word, "DURATION") && !(read._left.TryDequeue(out string? time) && read.TakesTime(time)))
                read.Fault = "DURATION needs a time such as 30m, 12h or 7d";
        }

        read.TakeReason();
        return read;
    }

    private void TakeTarget()
    {
        if (_left.TryDequeue(out string? target)) Target = target;
        else Fault = "Name what is to be banned";
    }

    private void TakeReason()
    {
        string[] parts = string.Join(' ', _left).Split('|', 2, StringSplitOptions.TrimEntries);
        if (parts[0].Length > 0) Reason = Utf8Text.Truncate(parts[0], BanRules.ReasonLen);
        if (parts.Length > 1 && parts[1].Length > 0) Note = Utf8Text.Truncate(parts[1], BanRules.ReasonLen);
    }

    // Whoever is hit is always ended: ANDKILL changes nothing.
    private bool TakesFlag(string word)
    {
        if (Is(word, "MYSELF")) HitsOwn = true;
        else if (Is(word, "FORCE")) IsForced = true;
        else if (Is(word, "REQUIRE-SASL")) Effect = BanEffect.NeedsLogin;
        else if (Is(word, "EXEMPT")) Effect = BanEffect.Exempts;
        else return Is(word, "ANDKILL");
        return true;
    }

    // A number alone counts minutes. 0: for ever.
    private bool TakesTime(string word)
    {
        if (Lasts is not null) return false;
        bool isMinutes = int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int minutes);
        if (isMinutes && minutes > LongestMinutes) return false;
        long span = minutes * 60_000L;
        if (!isMinutes && !Duration.TryParse(word, out span)) return false;
        if (span is > 0 and < 1000) Fault = "A ban lasts a second at least";
        Lasts = span == 0 ? null : span;
        return true;
    }

    private static bool Is(string word, string known) => word.Equals(known, StringComparison.OrdinalIgnoreCase);
}
