using IrcNats.State;

namespace IrcNats.History;

/// <summary>
/// Whose history it is: a channel, or two accounts that talk to each other. Opaque to archives, which compare keys
/// byte by byte. A channel is known by its founding and not by its name: after a rename it keeps its history, and
/// whoever founds the name anew reads nothing of before.
/// </summary>
public readonly record struct HistoryTarget
{
    private const string Channel = "c ", Direct = "d ";

    private HistoryTarget(string key) => Key = key;

    /// <summary>Names the target in full; no two targets have the same.</summary>
    public string Key { get => field ?? ""; }

    /// <summary>The two accounts of direct messages; null for a channel.</summary>
    public (string One, string Other)? Accounts =>
        Key.StartsWith(Direct, StringComparison.Ordinal) && Key.Split(' ') is [_, var one, var other]
            ? (one, other) : null;

    /// <param name="founded">The event that made the channel.</param>
    public static HistoryTarget OfChannel(Mark founded) => new(Channel + founded.Msgid);

    /// <summary>Direct messages between two accounts (or of one with itself), in either direction.</summary>
    /// <exception cref="ArgumentException">One is empty or has a space in it: no account has.</exception>
    public static HistoryTarget OfAccounts(string one, string other)
    {
        Check(one);
        Check(other);
        return string.CompareOrdinal(one, other) <= 0 ? new($"{Direct}{one} {other}") : new($"{Direct}{other} {one}");
    }

    /// <summary>As operators name it: a channel, or two accounts with a comma between; null: there is none, or nothing
    /// is kept of it.</summary>
    public static HistoryTarget? Named(Network net, string name) =>
        name.StartsWith('#') ? Recorder.TargetOf(net.FindChannel(name))
        : name.Split(',') is [var one, var other] && IsAccount(one) && IsAccount(other) ? OfAccounts(one, other)
        : null;

    /// <summary>A key that was stored; false when it is none.</summary>
    public static bool TryParse(string key, out HistoryTarget target)
    {
        target = new(key);
        if (key.StartsWith(Channel, StringComparison.Ordinal)) return Mark.TryParse(key.AsSpan(Channel.Length), out _);
        return target.Accounts is var (one, other) && one.Length > 0 && string.CompareOrdinal(one, other) <= 0;
    }

    public override string ToString() => Key;

    private static bool IsAccount(string name) => name.Length > 0 && !name.Contains(' ', StringComparison.Ordinal);

    private static void Check(string account)
    {
        if (!IsAccount(account))
            throw new ArgumentException($"'{account}' is no account", nameof(account));
    }
}
