using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>Who may learn what of whom. Operators see everything.</summary>
public static class Visibility
{
    /// <summary>Whether a search, unlike a question about that very nick, may find the user.</summary>
    public static bool MayFind(Network net, User asker, User user) =>
        !user.Has(UserModes.Invisible) || asker.IsOper || net.ShareChannel(asker.Id, user.Id);

    /// <summary>Whether the asker may know that the member is in the channel; of +i users only members may.</summary>
    public static bool MaySeeMember(Network net, User asker, Channel channel, User member) =>
        asker.IsOper || asker.Id == member.Id || net.FindMember(channel.Name, asker.Id) is not null
        || !(channel.Has(ChannelModes.Secret) || member.Has(UserModes.Invisible));

    /// <summary>Whether the asker may know the address the user connects from, and the user's modes.</summary>
    public static bool MaySeeAddress(User asker, User user) => asker.IsOper || asker.Id == user.Id;
}
