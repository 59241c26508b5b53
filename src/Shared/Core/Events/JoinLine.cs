using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Events;

/// <summary>
/// How others learn that a user is in a channel: when they come, or later if they came under +D.
/// https://modern.ircdocs.horse/#join-message https://ircv3.net/specs/extensions/extended-join
/// </summary>
public static class JoinLine
{
    public static Announcement Of(User user, string channel) =>
        new(new Line(user.Hostmask, "JOIN", channel, user.Account ?? "*", user.Realname) { Trailing = true })
        {
            Needs = Capabilities.ExtendedJoin, Without = new Line(user.Hostmask, "JOIN", channel), From = user,
        };

    /// <summary>Tells those who see this member and lack the capability; not the user.</summary>
    public static void Tell(
        Audience to, Channel channel, User user, Member member, Capabilities lacks = Capabilities.None)
    {
        Sight sight = Visibility.SightOf(channel, member);
        if (sight == Sight.Nobody) return;
        MemberModes atLeast = Visibility.RankToSee(sight);
        to.Channel(channel.Name, Of(user, channel.Name) with { Lacks = lacks }, except: user.Id, atLeast);
        if (user.Away is not { } away) return;
        to.Channel(channel.Name, new Announcement(new Line(user.Hostmask, "AWAY", away) { Trailing = true })
        {
            Needs = Capabilities.AwayNotify, Lacks = lacks, From = user,
        }, except: user.Id, atLeast);
    }

    /// <summary>Tells the same users with which status the member came; a JOIN does not say it.</summary>
    public static void TellStatus(
        Audience to, Channel channel, User user, Member member, Capabilities lacks = Capabilities.None)
    {
        char[] statuses = [.. from m in MemberModeTable.All where (member.Modes & m.Bit) != 0 select m.Letter];
        Sight sight = Visibility.SightOf(channel, member);
        if (statuses.Length == 0 || sight == Sight.Nobody) return;
        string[] args = [channel.Name, "+" + new string(statuses), .. statuses.Select(_ => user.Nick)];
        Announcement mode = new(new Line(null, "MODE", args)) { Lacks = lacks };
        to.Channel(channel.Name, mode, except: user.Id, Visibility.RankToSee(sight));
    }

    /// <summary>Shows the others how a hidden member comes in, before they hear of them.</summary>
    public static void Reveal(Network before, Audience to, string channel, UserId user)
    {
        if (before.FindMember(channel, user) is { IsHidden: true } member)
            Tell(to, before.FindChannel(channel)!, before.FindUser(user)!, member with { IsHidden = false });
    }
}
