using System.Numerics;
using System.Text;
using IrcNats.Protocol;
using IrcNats.State;
using Numeric = IrcNats.Protocol.Numeric;

namespace IrcNats.Rules;

/// <summary>Who may do what in a channel. https://modern.ircdocs.horse/#channel-modes</summary>
public static class ChannelRules
{
    /// <summary>Bytes of a mask on a list, so that a line showing it with its setter fits.</summary>
    public const int MaskLen = 200;

    /// <summary>Whether LIST, NAMES and the like tell the user of the channel at all.</summary>
    public static bool MaySee(Network net, User user, Channel channel) =>
        !channel.Has(ChannelModes.Secret) || user.IsOper || net.FindMember(channel.Name, user.Id) is not null;

    /// <summary>
    /// Why the user may not join, in Ergo's order; null when they may. An invitation that counts overrides everything.
    /// </summary>
    public static Numeric? RefusalToJoin(Network net, User user, Channel channel, string? key, long now)
    {
        if (IsInvited(net, user, channel, now)) return null;
        if (channel.Limit is { } limit && net.MembersOf(channel.Name).Count >= limit) return Numeric.ERR_CHANNELISFULL;
        if (channel.Key is not null && channel.Key != key) return Numeric.ERR_BADCHANNELKEY;
        if (channel.Has(ChannelModes.InviteOnly) && !IsOn(net, channel.InviteExceptions, user.Hostmask))
            return Numeric.ERR_INVITEONLYCHAN;
        return IsBanned(net, user, channel) ? Numeric.ERR_BANNEDFROMCHAN : null;
    }

    /// <summary>Whether an invitation to this channel, not to an older one of its name, is still good.</summary>
    public static bool IsInvited(Network net, User user, Channel channel, long now) =>
        net.InvitedAt(channel.Name, user.Id) is { } at && at >= channel.Created
        && now - at < net.Config.Limits.InviteExpiry;

    /// <summary>On +b and not on +e.</summary>
    public static bool IsBanned(Network net, User user, Channel channel)
    {
        if (channel.Bans.Count == 0) return false;
        string hostmask = user.Hostmask;
        return IsOn(net, channel.Bans, hostmask) && !IsOn(net, channel.Exceptions, hostmask);
    }

    /// <summary>Any status lets a member talk; others must be in (+n), not silenced (+m) and not banned.</summary>
    public static bool MayTalk(Network net, User user, Channel channel)
    {
        Member? member = net.FindMember(channel.Name, user.Id);
        if (member is null && channel.Has(ChannelModes.NoExternal)) return false;
        if (member is { Modes: not MemberModes.None }) return true;
        return !channel.Has(ChannelModes.Moderated) && !IsBanned(net, user, channel);
    }

    public static bool MaySetTopic(Member member, Channel channel) =>
        !channel.Has(ChannelModes.TopicLocked) || member.IsAtLeast(MemberModes.Halfop);

    /// <summary>Under +i only operators invite; elsewhere every member does.</summary>
    public static bool MayInvite(Member member, Channel channel) =>
        !channel.Has(ChannelModes.InviteOnly) || InvitationsCount(member);

    /// <summary>Whether the member's invitations let people in where they could not join otherwise.</summary>
    public static bool InvitationsCount(Member member) => member.IsAtLeast(MemberModes.Operator);

    public static bool MayKick(Member member) => member.IsAtLeast(MemberModes.Halfop);

    /// <summary>Nobody is kicked by someone of a lower rank.</summary>
    public static bool MayKick(Member member, Member target) =>
        MayKick(member) && RankOf(member.Modes) >= RankOf(target.Modes);

    /// <summary>Modes and lists; null: not a member.</summary>
    public static bool MayChangeModes(Member? member) => member?.IsAtLeast(MemberModes.Operator) == true;

    /// <summary>Everyone sees the bans that concern them; the exceptions are for operators.</summary>
    public static bool MaySeeList(Member? member, char list) => list == 'b' || MayChangeModes(member);

    /// <summary>A status is given and taken by those of its rank in the table; everyone may drop their own.</summary>
    public static bool MayChangeStatus(Member? member, MemberMode status, bool dropsOwn) =>
        dropsOwn || member?.IsAtLeast(status.GivenBy) == true;

    /// <summary>Whether the text, once completed to nick!user@host, may stand on a list.</summary>
    public static bool IsMask(string text) =>
        text.Length > 0 && text[0] != ':' && !text.AsSpan().ContainsAnyInRange('\0', ' ')
        && Encoding.UTF8.GetByteCount(Mask.Normalize(text)) <= MaskLen;

    private static MemberModes RankOf(MemberModes modes) =>
        modes == MemberModes.None ? modes : (MemberModes)(1 << BitOperations.Log2((uint)modes));

    private static bool IsOn(Network net, IReadOnlyList<ListEntry> list, string hostmask)
    {
        for (int i = 0; i < list.Count; i++)
            if (Mask.Matches(list[i].Mask, hostmask, net.Config.Casemapping)) return true;
        return false;
    }
}
