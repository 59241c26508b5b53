using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A user's username or host changed. Clients that do not know CHGHOST see the user quit and come back, so that what
/// they believe of everybody's hostmask is true. https://ircv3.net/specs/extensions/chghost
/// </summary>
[MessagePackObject]
public sealed record HostChanged(
    [property: Key(0)] UserId User, [property: Key(1)] string Username, [property: Key(2)] string Host) : Event
{
    private const string Reason = "Changing host";

    public override void ApplyTo(INetworkEditor edit) => edit.ReplaceUser(Changed(edit.FindUser(User)));

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!, after = Changed(user);
        Announcement change = new(new Line(user.Hostmask, "CHGHOST", Username, Host))
        {
            Needs = Capabilities.ChgHost, From = user,
        };
        to.User(User, change);
        to.User(User, Numeric.RPL_VISIBLEHOST.For(user.Nick, Host));
        Line quit = new(user.Hostmask, "QUIT", Reason) { Trailing = true };
        to.Neighbours(User, change with { Without = quit }, andSelf: false, andWatchers: true);
        foreach (Channel channel in before.ChannelsOf(User)) ComeBack(before, to, after, channel);
    }

    private User Changed(User user) => user with { Username = Username, Host = Host };

    private static void ComeBack(Network before, Audience to, User after, Channel channel)
    {
        Member member = before.FindMember(channel.Name, after.Id)!.Value;
        JoinLine.Tell(to, channel, after, member, lacks: Capabilities.ChgHost);
        JoinLine.TellStatus(to, channel, after, member, lacks: Capabilities.ChgHost);
    }
}
