using IrcNats.Events;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>What happens when a user becomes an operator, or is one no more: the host comes and goes with it.</summary>
static class OperStatus
{
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
