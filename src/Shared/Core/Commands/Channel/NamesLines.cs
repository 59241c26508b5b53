using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// Who is in a channel, as one user is shown it: 353 as often as needed, then 366.
/// https://ircv3.net/specs/extensions/multi-prefix https://ircv3.net/specs/extensions/userhost-in-names
/// </summary>
static class NamesLines
{
    public static IEnumerable<Line> Of(Network after, Channel channel, Caller to) =>
        [.. Members(after, channel, to), RPL_ENDOFNAMES.For(to.Nick, channel.Name)];

    /// <summary>The same without 366.</summary>
    public static IEnumerable<Line> Members(Network after, Channel channel, Caller to)
    {
        string symbol = channel.Has(ChannelModes.Secret) ? "@" : "=";
        return Packed.Lines(
            after, Shown(after, channel, to), names => RPL_NAMREPLY.For(to.Nick, symbol, channel.Name, names));
    }

    private static IEnumerable<string> Shown(Network net, Channel channel, Caller to)
    {
        if (!ChannelRules.MaySee(net, to.User, channel)) yield break;
        Member? self = net.FindMember(channel.Name, to.Id);
        bool hostmasks = to.Has(Capabilities.UserhostInNames), multiPrefix = to.Has(Capabilities.MultiPrefix);
        foreach ((UserId id, Member member) in net.MembersOf(channel.Name))
        {
            User user = net.FindUser(id)!;
            // Who joined under +D finds their own name; under +u they are no more shown than anyone else.
            bool isShown = to.User.IsOper || (member.IsHidden && id == to.Id)
                || (Visibility.IsShown(channel, member, self) && (self is not null || !user.Has(UserModes.Invisible)));
            if (!isShown) continue;
            string prefixes = MemberModeTable.PrefixesOf(member.Modes, multiPrefix);
            yield return prefixes + (hostmasks ? user.Hostmask : user.Nick);
        }
    }
}
