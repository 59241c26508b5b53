using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.History;

/// <summary>
/// Whose history it is: a channel, or two accounts that talk to each other, or an account and a guest. Opaque to
/// archives, which compare keys byte by byte. A channel is known by its founding and not by its name: after a rename it
/// keeps its history, and whoever founds the name anew reads nothing of before. A guest is known by their nick and a
/// mark that no account has: whoever registers that nick reads nothing of what guests said under it.
/// </summary>
public readonly record struct HistoryTarget
{
    private const string Channel = "c ", Direct = "d ";

    // In front of a guest's nick.
    private const char Guest = '*';

    private HistoryTarget(string key) => Key = key;

    /// <summary>Names the target in full; no two targets have the same.</summary>
    public string Key { get => field ?? ""; }

    /// <summary>The two accounts of direct messages, folded, or an account and a marked guest; null for a channel.
    /// </summary>
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
        return Between(Fold(one), Fold(other));
    }

    /// <summary>Direct messages between an account and whoever had that nick without an account.</summary>
    /// <exception cref="ArgumentException">The account is empty or has a space in it.</exception>
    public static HistoryTarget OfGuest(string account, string nick)
    {
        Check(account);
        return Between(Fold(account), Guest + Fold(nick));
    }

    /// <summary>With whom an account has these direct messages: an account, or the nick of a guest.</summary>
    /// <returns>Null: with nobody.</returns>
    public (string Name, bool IsGuest)? CorrespondentOf(string account)
    {
        if (Accounts is not var (one, other)) return null;
        string self = Fold(account);
        string? name = one == self ? other : other == self ? one : null;
        return name is null ? null : name[0] == Guest ? (name[1..], true) : (name, false);
    }

    /// <summary>An account as targets have it: names of accounts differ in more than their case.</summary>
    public static string Fold(string account) => Folded.Of(account).ToString();

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

    private static HistoryTarget Between(string one, string other) => string.CompareOrdinal(one, other) <= 0
        ? new($"{Direct}{one} {other}") : new($"{Direct}{other} {one}");

    private static bool IsAccount(string name) => name.Length > 0 && !name.Contains(' ', StringComparison.Ordinal);

    private static void Check(string account)
    {
        if (!IsAccount(account))
            throw new ArgumentException($"'{account}' is no account", nameof(account));
    }
}
