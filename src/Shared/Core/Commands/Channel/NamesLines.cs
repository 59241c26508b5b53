using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// The members of some channels as one user sees them: 353 as often as needed, then one 366.
/// https://ircv3.net/specs/extensions/multi-prefix https://ircv3.net/specs/extensions/userhost-in-names
/// </summary>
/// <param name="ended">The channels that 366 names.</param>
sealed class NamesLines(IReadOnlyList<string> channels, string ended)
    : LongAnswer<(int Channel, UserId User)>(s_order, atATime: 256, ahead: 2048)
{
    private static readonly Comparer<(int Channel, UserId User)> s_order =
        Comparer<(int Channel, UserId User)>.Create((one, other) => one.Channel != other.Channel
            ? one.Channel - other.Channel
            : UserId.InOrder.Compare(one.User, other.User));

    public NamesLines(string channel) : this([channel], channel) { }

    protected override IEnumerable<(int Channel, UserId User)> Keys(Network net) =>
        channels.SelectMany((channel, index) => net.MembersOf(channel).Keys.Select(user => (index, user)));

    protected override IEnumerable<Line> Show(
        Network net, Caller by, IReadOnlyList<(int Channel, UserId User)> keys) =>
        keys.GroupBy(key => key.Channel, key => key.User)
            .SelectMany(some => Of(net, by, channels[some.Key], some));

    protected override IEnumerable<Line> Tail(Network net, Caller by) => [RPL_ENDOFNAMES.For(by.Nick, ended)];

    private static IEnumerable<Line> Of(Network net, Caller by, string name, IEnumerable<UserId> members)
    {
        if (net.FindChannel(name) is not { } channel || !ChannelRules.MaySee(net, by.User, channel)) return [];
        string symbol = channel.Has(ChannelModes.Secret) ? "@" : "=";
        return Packed.Lines(net, Shown(net, channel, by, members),
            names => RPL_NAMREPLY.For(by.Nick, symbol, channel.Name, names));
    }

    private static IEnumerable<string> Shown(Network net, Channel channel, Caller to, IEnumerable<UserId> members)
    {
        Member? self = net.FindMember(channel.Name, to.Id);
        bool hostmasks = to.Has(Capabilities.UserhostInNames), multiPrefix = to.Has(Capabilities.MultiPrefix);
        foreach (UserId id in members)
        {
            if (net.FindUser(id) is not { } user || net.FindMember(channel.Name, id) is not { } member) continue;
            // A user who joined under +D sees their own name. Under +u they are shown no more than anyone else.
            bool isShown = to.User.IsOper || (member.IsHidden && id == to.Id)
                || (Visibility.IsShown(channel, member, self) && (self is not null || !user.Has(UserModes.Invisible)));
            if (!isShown) continue;
            string prefixes = MemberModeTable.PrefixesOf(member.Modes, multiPrefix);
            yield return prefixes + (hostmasks ? user.Hostmask : user.Nick);
        }
    }
}
