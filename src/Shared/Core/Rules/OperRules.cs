using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>Who is an operator, what they may do, and what comes and goes with it.</summary>
public static class OperRules
{
    /// <summary>Why the user may not give this command, which is for operators; null when they may.</summary>
    public static Line? Refusal(User user, string verb) =>
        user.IsOper && OperCapabilityTable.OfVerb(verb) is { } needed ? Refusal(user, needed.Bit) : Refusal(user);

    /// <summary>Why the user may not do what needs this one capability of operators; null when they may.</summary>
    public static Line? Refusal(User user, OperCapabilities needed) => user.Oper?.May(needed) == false
        ? Numeric.ERR_NOPRIVS.For(user.Nick, OperCapabilityTable.NameOf(needed))
        : Refusal(user);

    private static Line? Refusal(User user) => user.IsOper ? null : Numeric.ERR_NOPRIVILEGES.For(user.Nick);

    public static bool May(User user, OperCapabilities what) => user.Oper?.May(what) == true;

    /// <summary>Whether the user is this operator already.</summary>
    public static bool Is(User user, Oper oper) => user.Oper is { } now && now with { HostBefore = null } == oper;

    /// <summary>The user becomes this operator. The host of the block comes with it, that of an earlier one goes.
    /// </summary>
    public static IReadOnlyList<Event> Grant(User user, Oper oper)
    {
        Oper granted = oper.Host is null ? oper : oper with { HostBefore = OwnHost(user) };
        return [new OperGranted(user.Id, granted), .. Rehost(user, oper.Host ?? OwnHost(user))];
    }

    /// <summary>What happens besides when the user is an operator no more.</summary>
    public static IEnumerable<Event> Leave(User user) => Rehost(user, OwnHost(user));

    private static string OwnHost(User user) => user.Oper?.HostBefore ?? user.Host;

    private static IEnumerable<Event> Rehost(User user, string host) =>
        host == user.Host ? [] : [new HostChanged(user.Id, user.Username, host)];
}
