using System.Net;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>What a new ban or exemption has to do with those that there are, for the operator who sets it.</summary>
public static class BanOverlaps
{
    // Exemptions that are named.
    private const int Named = 3;

    /// <summary>What one says that the other denies; null: nothing.</summary>
    public static string? Contradiction(Network net, NetworkBan ban)
    {
        if (net.Bans.Find(ban.Kind, ban.Target) is { } same && same.Effect != ban.Effect)
            return $"{ban.Target} {Is(same)} now ({same.Reason}), which this would replace";
        if (!ban.IsOfPeople || ban.Effect == BanEffect.Exempts) return null;
        return Exemptions(net).FirstOrDefault(e => Covers(e, ban)) is { } exemption
            ? $"{exemption.Target} is exempt from all bans, so this would hit nobody"
            : null;
    }

    /// <summary>What else there is about the same addresses or masks, as a sentence; null: nothing.</summary>
    public static string? Note(Network net, NetworkBan ban)
    {
        if (!ban.IsOfPeople || ban.Effect == BanEffect.Exempts) return null;
        if (AddressOf(ban) is { } address && net.Bans.FindAddress(address) is { } wider && wider.Target != ban.Target
            && Covers(wider, ban))
            return $"{wider.Target} is banned already, which covers it";
        return ExemptWithin(net, ban);
    }

    /// <summary>Which exemptions lie within a ban, as a sentence; null: none do.</summary>
    public static string? ExemptWithin(Network net, NetworkBan ban)
    {
        string[] within = [.. Exemptions(net).Where(e => Covers(ban, e)).Select(e => e.Target).Take(Named + 1)];
        return within.Length == 0
            ? null
            : $"exempt from it: {string.Join(' ', within.Take(Named))}{(within.Length > Named ? " …" : "")}";
    }

    /// <summary>What the ban makes of whom it fits.</summary>
    public static string Is(NetworkBan ban) => ban.Effect switch
    {
        BanEffect.Exempts => "is exempt from bans",
        BanEffect.NeedsLogin => "needs a login",
        _ => "is banned",
    };

    private static IEnumerable<NetworkBan> Exemptions(Network net) =>
        net.Bans.All.Where(b => b.Effect == BanEffect.Exempts)
            .OrderBy(b => BanTable.KeyOf(b.Kind, b.Target), StringComparer.Ordinal);

    private static string? AddressOf(NetworkBan ban) =>
        ban.Kind == BanKind.Address ? ban.Target.Split('/')[0] : null;

    // Whether everybody whom the second fits is fitted by the first, too. Of masks it is said only when it is sure.
    private static bool Covers(NetworkBan wide, NetworkBan narrow)
    {
        if (wide.Kind != narrow.Kind) return false;
        if (wide.Kind == BanKind.Mask)
            return !wide.Target.Contains('?', StringComparison.Ordinal) && new Glob(wide.Target).Matches(narrow.Target);
        if (wide.Kind != BanKind.Address) return wide.Target == narrow.Target;
        (IPNetwork one, IPNetwork other) = (AddressRange.Parse(wide.Target), AddressRange.Parse(narrow.Target));
        return one.PrefixLength <= other.PrefixLength && one.Contains(other.BaseAddress);
    }
}
