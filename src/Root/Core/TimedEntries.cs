using IrcNats.Events;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Root.Core;

/// <summary>
/// Masks on channels' lists, bans of the network, accounts that were to be verified, and suspensions, whose time
/// is up. The root's clock decides; the log tells everyone else.
/// </summary>
static class TimedEntries
{
    // Many may be due at once: the others have their turn at the next tick, and requests in between.
    private const int MostAtOnce = 1024;

    public static List<ListEntryExpired> Due(Network net, long now) =>
    [
        .. (from channel in net.TimedChannels.TakeWhile(c => c.NextExpiry <= now)
            from list in ChannelModeTable.Letters(ModeKind.List)
            from entry in channel.ListOf(list)
            where entry.ExpiresAt <= now
            select new ListEntryExpired(channel.Name, list, entry.Mask)).Take(MostAtOnce),
    ];

    public static List<BanLifted> DueBans(Network net, long now) =>
    [
        .. net.Bans.Timed.TakeWhile(ban => ban.ExpiresAt <= now).Take(MostAtOnce)
            .Select(ban => new BanLifted(ban.Kind, ban.Target, By: null)),
    ];

    public static List<AccountLapsed> DueAccounts(Network net, long now) =>
    [
        .. net.UnverifiedAccounts.Select(name => net.FindAccount(name)!)
            .TakeWhile(account => !EmailRules.Holds(net.Config, account.Unproved!, now)).Take(MostAtOnce)
            .Select(account => new AccountLapsed(account.Name)),
    ];

    public static List<AccountReinstated> DueSuspensions(Network net, long now) =>
    [
        .. net.SuspendedAccounts.Where(account => account.Suspended!.Until <= now)
            .OrderBy(account => account.Name, StringComparer.Ordinal).Take(MostAtOnce)
            .Select(account => new AccountReinstated(account.Name)),
    ];
}
