using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

// Who may come in. https://modern.ircdocs.horse/#join-message
public static partial class ChannelRules
{
    /// <summary>
    /// Why the user may not join, checked in Ergo's order; null if they may. +O and +z ask for a property of the
    /// connection, so nothing overrides them. A good invitation overrides everything else, and +I overrides +i, +b and
    /// +R.
    /// </summary>
    public static Numeric? RefusalToJoin(Network net, User user, Channel channel, string? key, long now)
    {
        if (RefusalToConnection(user, channel) is { } never) return never;
        if (IsInvited(net, user, channel, now)) return null;
        if (channel.Limit is { } limit && net.MembersOf(channel.Name).Count >= limit) return Numeric.ERR_CHANNELISFULL;
        if (channel.Key is not null && channel.Key != key) return Numeric.ERR_BADCHANNELKEY;
        if (!IsOn(net, channel.ListOf('I'), user) && RefusalToTheUninvited(net, user, channel) is { } refusal)
            return refusal;
        return channel.Throttle?.IsOver(now) == true && !net.MayReturn(user, now) ? Numeric.ERR_THROTTLE : null;
    }

    /// <summary>
    /// An empty channel (+P) gives no status to a user who joins. An IRC operator gets operator status, to put the
    /// channel in order.
    /// </summary>
    public static MemberModes StatusOfJoiner(Network net, User user, Channel channel) =>
        user.IsOper && net.MembersOf(channel.Name).Count == 0 ? MemberModes.Operator : MemberModes.None;

    /// <summary>Banned users are not forwarded: they would only trouble another channel.</summary>
    public static bool MayBeForwarded(Numeric refusal) => refusal.Code != Numeric.ERR_BANNEDFROMCHAN.Code;

    /// <summary>Whether an invitation to this channel, not to an older one of its name, is still good.</summary>
    public static bool IsInvited(Network net, User user, Channel channel, long now) =>
        net.InvitedAt(channel.Name, user.Id) is { } at && at >= channel.Created
        && now - at < net.Config.Limits.InviteExpiry;

    private static Numeric? RefusalToConnection(User user, Channel channel)
    {
        if (channel.Has(ChannelModes.OperOnly) && !user.IsOper) return Numeric.ERR_OPERONLY;
        return channel.Has(ChannelModes.SecureOnly) && !user.Has(UserModes.Secure) ? Numeric.ERR_SECUREONLYCHAN : null;
    }

    private static Numeric? RefusalToTheUninvited(Network net, User user, Channel channel)
    {
        if (channel.Has(ChannelModes.InviteOnly)) return Numeric.ERR_INVITEONLYCHAN;
        if (IsBanned(net, user, channel)) return Numeric.ERR_BANNEDFROMCHAN;
        return channel.Has(ChannelModes.RegisteredOnly) && user.Account is null ? Numeric.ERR_NEEDREGGEDNICK : null;
    }
}
