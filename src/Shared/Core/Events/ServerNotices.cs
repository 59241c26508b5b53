using System.Globalization;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Events;

/// <summary>
/// What operators with +s are told of each event. Every leaf sees all events, so it does not matter where something
/// happens. Nothing is made while nobody reads it.
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
public static class ServerNotices
{
    private const int NicksShown = 10, MostText = 400;

    /// <summary>Tells those who want to know of such an event.</summary>
    /// <param name="before">The network just before the event.</param>
    public static void Announce(Network before, Event happened, Audience to)
    {
        if (before.NoticeReaders.Count == 0 || Of(before, happened) is not var (mask, text)) return;
        foreach (UserId id in before.NoticeReaders)
        {
            User reader = before.FindUser(id)!;
            if ((reader.SnoMasks & mask) != 0 && OperRules.May(reader, OperCapabilities.SnoMasks))
                to.User(id, new Announcement(Line(reader, text)) { IsApart = true });
        }
    }

    private static Line Line(User reader, string text) =>
        new(null, "NOTICE", reader.Nick, Utf8Text.Truncate($"*** {text}", MostText)) { Trailing = true };

    private static (SnoMasks Mask, string Text)? Of(Network net, Event happened) =>
        OfUsers(net, happened) ?? OfOrder(net, happened) ?? OfNetwork(happened);

    private static (SnoMasks, string)? OfUsers(Network net, Event happened) => happened switch
    {
        UserRegistered e => (SnoMasks.Connects,
            $"CONNECT: {e.User.Hostmask} from {e.User.Address} on {e.User.Session.Leaf} [{e.User.Realname}]"),
        SessionAttached e => (SnoMasks.Connects,
            $"CONNECT: {Who(net, e.User)} from {e.Session.Address} on {e.Session.Id.Leaf}, besides"),
        UserQuit { KilledBy: { } by } e => (SnoMasks.Kills, $"KILL: {Who(net, e.User)} by {by}: {e.Reason}"),
        UserQuit e => (SnoMasks.Quits, $"QUIT: {Who(net, e.User)}: {e.Reason}"),
        UsersBanned e => (SnoMasks.Kills, $"BANNED: {Nicks(net, e.Users)}: {e.Reason}"),
        UsersSplit e => (SnoMasks.Disconnects, $"GONE with {e.Leaf}: {Nicks(net, e.Users)}"),
        UserSentAway e => (SnoMasks.Disconnects, $"SENT AWAY: {Who(net, e.User)}"),
        NickChanged e => (SnoMasks.Nicks, $"NICK: {Who(net, e.User)} is {e.Nick} now"),
        HostChanged e => (SnoMasks.Hosts, $"HOST: {Who(net, e.User)} is {e.Username}@{e.Host} now"),
        UserLoggedIn e => (SnoMasks.Accounts, $"LOGIN: {Who(net, e.User)} is logged in to {e.Account}"),
        _ => null,
    };

    private static (SnoMasks, string)? OfOrder(Network net, Event happened) => happened switch
    {
        ChannelJoined { Created: not null } e => (SnoMasks.Channels, $"CHANNEL: {Who(net, e.User)} made {e.Channel}"),
        ChannelRenamed e => (SnoMasks.Channels, $"CHANNEL: {e.Channel} is {e.Name} now, by {Who(net, e.By)}"),
        MembersCleared e => (SnoMasks.Kills, $"CLEARED from {e.Channel}: {Nicks(net, e.Users)}: {e.Reason}"),
        OperGranted e => (SnoMasks.Opers, $"OPER: {Who(net, e.User)} is an operator now ({e.Oper.Name})"),
        OperActed { Verb: not "OPER" } e => (SnoMasks.Opers, $"ACT: {e.By} {e.Verb}{Of(e)}"),
        BanSet { Ban: var ban } => (SnoMasks.Bans, $"BAN: {ban.Target} by {ban.SetBy}: {ban.Reason}"),
        BanLifted e => (SnoMasks.Bans, $"UNBAN: {e.Target} by {e.By ?? "itself, because its time is over"}"),
        FilterHit e => (SnoMasks.Filters, e.Shown),
        AccountRegistered e => (SnoMasks.Accounts, $"ACCOUNT: {e.Name} is registered"),
        AccountUnregistered e => (SnoMasks.Accounts, $"ACCOUNT: {e.Name} is given up"),
        AccountSuspended e => (SnoMasks.Accounts, $"ACCOUNT: {e.Name} is suspended by {e.By}: {e.Reason}"),
        AccountReinstated e => (SnoMasks.Accounts, $"ACCOUNT: {e.Name} is not suspended any more"),
        _ => null,
    };

    private static (SnoMasks, string)? OfNetwork(Event happened) => happened switch
    {
        RootElected e => (SnoMasks.Announcements, $"ROOT: {e.Node} is active"),
        RootResigned => (SnoMasks.Announcements, "ROOT: the active root resigned"),
        LeafStarted e => (SnoMasks.Announcements, $"LEAF: {e.Leaf} began"),
        LeafLost e => (SnoMasks.Announcements, $"LEAF: {e.Leaf} is not heard any more"),
        LeafFound e => (SnoMasks.Announcements, $"LEAF: {e.Leaf} is heard again"),
        ConfigChanged => (SnoMasks.Announcements, "CONFIG: the configuration changed"),
        DefconSet e => (SnoMasks.Announcements, string.Create(
            CultureInfo.InvariantCulture, $"DEFCON: {e.Level}, by {e.By}")),
        _ => null,
    };

    private static string Of(OperActed act) =>
        (act.Target.Length > 0 ? $" {act.Target}" : "") + (act.Text.Length > 0 ? $": {act.Text}" : "");

    private static string Who(Network net, UserId id) => net.FindUser(id)?.Hostmask ?? "somebody";

    private static string Nicks(Network net, IReadOnlyList<UserId> users) =>
        string.Join(' ', users.Take(NicksShown).Select(id => net.FindUser(id)?.Nick ?? "?"))
        + (users.Count > NicksShown
            ? string.Create(CultureInfo.InvariantCulture, $" and {users.Count - NicksShown} more")
            : "");
}
