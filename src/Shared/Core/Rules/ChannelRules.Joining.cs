using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

// Who may come in. https://modern.ircdocs.horse/#join-message
public static partial class ChannelRules
{
    /// <summary>
    /// Why the user may not join, checked in Ergo's order; null if they may. +O and +z ask for a property of the
    /// connection, so nothing overrides them. A good invitation overrides everything else, and so does the access list
    /// of a registered channel for half operators and above; voice there overrides +i. +I overrides +i, +b and +R.
    /// </summary>
    public static Numeric? RefusalToJoin(Network net, User user, Channel channel, string? key, long now)
    {
        if (RefusalToConnection(user, channel) is { } never) return never;
        MemberModes status = StatusInAccess(net, user, channel);
        return status >= MemberModes.Halfop || IsInvited(net, user, channel, now)
            ? null
            : LockRules.RefusalToJoin(net, user, channel.Name)
                ?? RefusalByModes(net, user, channel, key, status, now);
    }

    private static Numeric? RefusalByModes(
        Network net, User user, Channel channel, string? key, MemberModes status, long now)
    {
        if (net.MembersOf(channel.Name).Count >= channel.Limit) return Numeric.ERR_CHANNELISFULL;
        if (channel.Key is not null && channel.Key != key) return Numeric.ERR_BADCHANNELKEY;
        if (!ListRules.IsOn(net, channel.ListOf('I'), user)
            && RefusalToTheUninvited(net, user, channel, status) is { } refusal)
            return refusal;
        return channel.Throttle?.IsOver(now) == true && !net.MayReturn(user, now)
            ? Numeric.ERR_THROTTLE
            : FloodRules.RefusalToJoin(net, user, channel, now);
    }

    /// <summary>
    /// A registered channel gives what its access list says. An empty channel (+P) gives no status to a user who joins.
    /// An IRC operator gets operator status, to put the channel in order.
    /// </summary>
    public static MemberModes StatusOfJoiner(Network net, User user, Channel channel) =>
        channel.Registered is not null ? StatusInAccess(net, user, channel)
        : user.IsOper && net.MembersOf(channel.Name).Count == 0 ? MemberModes.Operator
        : MemberModes.None;

    /// <summary>Banned users are not forwarded: they would only trouble another channel.</summary>
    public static bool MayBeForwarded(Numeric refusal) => refusal.Code != Numeric.ERR_BANNEDFROMCHAN.Code;

    /// <summary>Whether an invitation to this channel, not to an older one of its name, is still good.</summary>
    public static bool IsInvited(Network net, User user, Channel channel, long now) =>
        net.InvitedAt(channel.Name, user.Id) is { } at && at >= channel.Created
        && now - at < net.Config.Limits.InviteExpiry;

    // What the user's account has in a registered channel.
    private static MemberModes StatusInAccess(Network net, User user, Channel channel) =>
        net.FindRegistration(channel.Name)?.StatusOf(user.Account) ?? MemberModes.None;

    private static Numeric? RefusalToConnection(User user, Channel channel)
    {
        if (channel.Has(ChannelModes.OperOnly) && !user.IsOper) return Numeric.ERR_OPERONLY;
        return channel.Has(ChannelModes.SecureOnly) && !user.Has(UserModes.Secure) ? Numeric.ERR_SECUREONLYCHAN : null;
    }

    private static Numeric? RefusalToTheUninvited(Network net, User user, Channel channel, MemberModes status)
    {
        if (channel.Has(ChannelModes.InviteOnly) && status == MemberModes.None) return Numeric.ERR_INVITEONLYCHAN;
        if (ListRules.IsBanned(net, user, channel)) return Numeric.ERR_BANNEDFROMCHAN;
        return channel.Has(ChannelModes.RegisteredOnly) && user.Account is null ? Numeric.ERR_NEEDREGGEDNICK : null;
    }
}
