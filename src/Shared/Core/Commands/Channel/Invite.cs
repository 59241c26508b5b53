using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// INVITE nick channel; without parameters it lists the user's own invitations -
/// https://modern.ircdocs.horse/#invite-message
/// </summary>
static class Invite
{
    [IrcCommand("INVITE", At.Root,
        Takes = "nick channel", Says = "Invites somebody to a channel.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (line.Params.Count == 0) return Decision.Reply(ListOf(net, by));
        if (line.Params.Count == 1) return ERR_NEEDMOREPARAMS.For(by.Nick, line.Command);
        (string nick, string name) = (line.Params[0], line.Params[1]);
        if (net.FindUser(nick) is not { } target) return ERR_NOSUCHNICK.For(by.Nick, nick);
        if (!OwnChannel.TryFind(net, by, name, out Channel? channel, out Member self, out Line? outside))
            return outside;
        if (!ChannelRules.MayInvite(self, channel)) return ERR_CHANOPRIVSNEEDED.For(by.Nick, channel.Name);
        if (net.FindMember(channel.Name, target.Id) is not null)
            return ERR_USERONCHANNEL.For(by.Nick, target.Nick, channel.Name);
        UserInvited invited = new(channel.Name, target.Id, by.Id) { LetsIn = ChannelRules.InvitationsCount(self) };
        return new Decision([invited], [.. Answer(by, target, channel)]);
    }

    private static IEnumerable<Line> Answer(Caller by, User target, Channel channel)
    {
        yield return RPL_INVITING.For(by.Nick, target.Nick, channel.Name);
        if (target.Away is { } away) yield return RPL_AWAY.For(by.Nick, target.Nick, away);
    }

    private static IEnumerable<Line> ListOf(Network net, Caller by) =>
    [
        .. net.InvitationsOf(by.Id)
            .Where(channel => ChannelRules.IsInvited(net, by.User, channel, by.Now))
            .Select(channel => RPL_INVITELIST.For(by.Nick, channel.Name)),
        RPL_ENDOFINVITELIST.For(by.Nick),
    ];
}
