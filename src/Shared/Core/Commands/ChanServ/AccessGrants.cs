using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// The statuses that accounts have in registered channels, given to and taken from users who are there, and what else
/// ChanServ changes of a channel's modes.
/// </summary>
public static class AccessGrants
{
    /// <summary>A user who is logged in to the account from now on gets its statuses.</summary>
    public static IEnumerable<Event> OfLogin(Network net, User user, string account) =>
        from channel in net.ChannelsOf(user.Id)
        let status = net.FindRegistration(channel.Name)?.StatusOf(account) ?? MemberModes.None
        from change in Changes(net, channel, user, MemberModes.None, status)
        select new ServiceModesChanged(channel.Name, ChanServ.Hostmask(net), [change]);

    /// <summary>Users who are logged in to the account and in the channel lose one status and get another.</summary>
    public static IEnumerable<Event> OfAccount(
        Network net, Channel channel, string account, MemberModes before, MemberModes after) =>
        Announceable(net, channel,
        [
            .. from id in net.UsersOf(account)
               from change in Changes(net, channel, net.FindUser(id)!, before, after)
               select change,
        ]);

    /// <summary>A member loses statuses and gets others; nothing for who is not there.</summary>
    public static IEnumerable<ModeChange> Changes(
        Network net, Channel channel, User user, MemberModes loses, MemberModes gets)
    {
        if (net.FindMember(channel.Name, user.Id) is not { Modes: var has }) yield break;
        foreach (MemberMode mode in MemberModeTable.All)
        {
            bool adds = (gets & mode.Bit) != 0, removes = !adds && (loses & mode.Bit) != 0;
            if ((adds && (has & mode.Bit) == 0) || (removes && (has & mode.Bit) != 0))
                yield return new ModeChange(adds, mode.Letter, user.Nick, user.Id);
        }
    }

    /// <summary>Changes that do not fit into one line become several events.</summary>
    public static IEnumerable<Event> Announceable(Network net, Channel channel, IReadOnlyList<ModeChange> changes)
    {
        if (changes.Count == 0) return [];
        string by = ChanServ.Hostmask(net);
        int half = changes.Count / 2;
        return half == 0 || RelayRules.Fits(net, new Line(by, "MODE", [channel.Name, .. ModeChange.Show(changes)]))
            ? [new ServiceModesChanged(channel.Name, by, changes)]
            : [
                .. Announceable(net, channel, [.. changes.Take(half)]),
                .. Announceable(net, channel, [.. changes.Skip(half)]),
            ];
    }
}
