using System.Numerics;
using IrcNats.Protocol;
using IrcNats.State;
using Numeric = IrcNats.Protocol.Numeric;

namespace IrcNats.Rules;

/// <summary>Who may do what in a channel. https://modern.ircdocs.horse/#channel-modes</summary>
public static partial class ChannelRules
{
    private static readonly Numeric s_tooManyPermanent =
        Numeric.ERR_UNAVAILRESOURCE with { Text = "There are as many permanent channels as the network allows" };

    /// <summary>Whether LIST, NAMES and the like tell the user of the channel at all.</summary>
    public static bool MaySee(Network net, User user, Channel channel) =>
        !channel.Has(ChannelModes.Secret) || user.IsOper || net.FindMember(channel.Name, user.Id) is not null;

    public static bool MaySetTopic(Member member, Channel channel) =>
        !channel.Has(ChannelModes.TopicLocked) || member.IsAtLeast(MemberModes.Halfop);

    /// <summary>Under +i only operators invite; elsewhere every member does.</summary>
    public static bool MayInvite(Member member, Channel channel) =>
        !channel.Has(ChannelModes.InviteOnly) || InvitationsCount(member);

    /// <summary>Whether a user whom this member invites may join although a mode would keep them out.</summary>
    public static bool InvitationsCount(Member member) => member.IsAtLeast(MemberModes.Operator);

    public static bool MayKick(Member member) => member.IsAtLeast(MemberModes.Halfop);

    /// <summary>Nobody is kicked by someone of a lower rank.</summary>
    public static bool MayKick(Member member, Member target) =>
        MayKick(member) && RankOf(member.Modes) >= RankOf(target.Modes);

    /// <summary>The first channel that keeps the user from changing their nick (+N, +b n:); null when none does.
    /// </summary>
    public static Channel? KeepsNick(Network net, User user) => net.ChannelsOf(user.Id).FirstOrDefault(channel =>
        net.FindMember(channel.Name, user.Id) is { Modes: MemberModes.None }
        && (channel.Has(ChannelModes.NoNickChange)
            || ListRules.IsForbidden(net, user, channel, ExtbanTable.NickChange)));

    /// <summary>Whether the member may change modes and lists; null: not a member.</summary>
    public static bool MayChangeModes(Member? member) => member?.IsAtLeast(MemberModes.Operator) == true;

    /// <summary>
    /// Why a flag cannot be set on the channel now; null if it can. +z: a member has no TLS. +P: there are as many such
    /// channels as allowed.
    /// </summary>
    public static Numeric? RefusalToSet(Network net, Channel channel, ChannelModes flag) => flag switch
    {
        ChannelModes.SecureOnly when net.MembersOf(channel.Name).Keys
            .Any(id => !net.FindUser(id)!.Has(UserModes.Secure)) => Numeric.ERR_ALLMUSTSSL,
        ChannelModes.Permanent when net.Channels.Count(c => c.Has(ChannelModes.Permanent))
            >= net.Config.Limits.PermanentChannels => s_tooManyPermanent,
        _ => null,
    };

    /// <summary>Everyone sees the bans that concern them; the exceptions are for operators.</summary>
    public static bool MaySeeList(Member? member, char list) => list == 'b' || MayChangeModes(member);

    /// <summary>
    /// A status may be given and taken by members of the rank that its row names. Everyone may drop their own.
    /// </summary>
    public static bool MayChangeStatus(Member? member, MemberMode status, bool dropsOwn) =>
        dropsOwn || member?.IsAtLeast(status.GivenBy) == true;

    /// <summary>Whether the member may speak in the names of others (RELAYMSG).</summary>
    public static bool MayRelay(Member member) => member.IsAtLeast(MemberModes.Operator);

    private static MemberModes RankOf(MemberModes modes) =>
        modes == MemberModes.None ? modes : (MemberModes)(1 << BitOperations.Log2((uint)modes));
}
