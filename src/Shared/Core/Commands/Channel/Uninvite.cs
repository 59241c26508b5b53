using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>UNINVITE nick channel: takes an invitation back - https://modern.ircdocs.horse/#invite-message</summary>
static class Uninvite
{
    [IrcCommand("UNINVITE", At.Root, MinParams = 2,
        Takes = "nick channel", Says = "Takes an invitation back.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        (string nick, string name) = (line.Params[0], line.Params[1]);
        if (net.FindUser(nick) is not { } target) return ERR_NOSUCHNICK.For(by.Nick, nick);
        if (!OwnChannel.TryFind(net, by, name, out Channel? channel, out Member self, out Line? outside))
            return outside;
        if (!ChannelRules.InvitationsCount(self)) return ERR_CHANOPRIVSNEEDED.For(by.Nick, channel.Name);
        if (!ChannelRules.IsInvited(net, target, channel, by.Now))
            return StandardReply.Fail("UNINVITE", "NOT_INVITED", "They are not invited", target.Nick, channel.Name);
        return new Decision(
            [new InviteWithdrawn(channel.Name, target.Id, by.Id)],
            [new Line(null, "UNINVITE", target.Nick, channel.Name)]);
    }
}
