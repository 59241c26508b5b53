using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>Who in a channel may know of one of its members, and see them come and go.</summary>
public enum Sight
{
    Everyone,
    /// <summary>Members with a status (+u).</summary>
    Ranked,
    /// <summary>The member alone (+D).</summary>
    Nobody,
}

/// <summary>Who may learn what of which user. Operators see everything.</summary>
public static class Visibility
{
    /// <summary>Whether a search, unlike a question about that very nick, may find the user.</summary>
    public static bool MayFind(Network net, User asker, User user) =>
        !user.Has(UserModes.Invisible) || asker.IsOper || net.ShareChannel(asker.Id, user.Id);

    /// <summary>
    /// Whether the asker may know that the member is in the channel. If the member has +i, only members may.
    /// </summary>
    public static bool MaySeeMember(Network net, User asker, Channel channel, User user) => MaySeeMember(
        asker, net.FindMember(channel.Name, asker.Id), channel, user, net.FindMember(channel.Name, user.Id) ?? default);

    /// <summary>
    /// The same for an asker who asks of many members; <paramref name="self"/> is the asker's own membership.
    /// </summary>
    public static bool MaySeeMember(User asker, Member? self, Channel channel, User user, Member member) =>
        asker.IsOper || asker.Id == user.Id
        || (IsShown(channel, member, self)
            && (self is not null || !(channel.Has(ChannelModes.Secret) || user.Has(UserModes.Invisible))));

    /// <summary>
    /// Under +u members without a status are seen by those with one; under +D newcomers are seen by nobody.
    /// </summary>
    public static Sight SightOf(Channel channel, Member member) =>
        member.IsHidden ? Sight.Nobody
        : channel.Has(ChannelModes.Auditorium) && member.Modes == MemberModes.None ? Sight.Ranked
        : Sight.Everyone;

    /// <summary>The least rank that sees a member of such sight.</summary>
    public static MemberModes RankToSee(Sight sight) =>
        sight == Sight.Ranked ? MemberModes.Voice : MemberModes.None;

    /// <summary>Whether a member is shown to another one, or to an outsider (null).</summary>
    public static bool IsShown(Channel channel, Member member, Member? to) => SightOf(channel, member) switch
    {
        Sight.Everyone => true,
        Sight.Ranked => to is { Modes: not MemberModes.None },
        _ => false,
    };

    /// <summary>The user's address as the asker may see it, or a stand-in.</summary>
    public static string ShownAddress(User asker, User user) =>
        MaySeeAddress(asker, user) ? user.Address : "255.255.255.255";

    /// <summary>Whether the asker may know that the user is an operator.</summary>
    public static bool MaySeeOper(User asker, User user) =>
        user.Oper is { } oper && (!oper.IsHidden || asker.IsOper || asker.Id == user.Id);

    /// <summary>Whether the asker may know the address the user connects from, and the user's modes.</summary>
    public static bool MaySeeAddress(User asker, User user) => asker.IsOper || asker.Id == user.Id;
}
