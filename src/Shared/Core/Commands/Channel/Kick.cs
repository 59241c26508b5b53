using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>KICK channel nicks [:reason], or as many channels as nicks -
/// https://modern.ircdocs.horse/#kick-message</summary>
static class Kick
{
    [IrcCommand("KICK", At.Root, MinParams = 2, Targets = 1, Paired = 0, LastPairedStays = true, MaxTargets = 4,
        Takes = "channel nick[,nick …] [:reason]", Says = "Puts somebody out of a channel.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string nick = line.Params[1];
        if (!OwnChannel.TryFind(net, by, line.Params[0], out Channel? channel, out Member self, out Line? outside))
            return outside;
        if (!ChannelRules.MayKick(self)) return ERR_CHANOPRIVSNEEDED.For(by.Nick, channel.Name);
        if (net.FindUser(nick) is not { } target) return ERR_NOSUCHNICK.For(by.Nick, nick);
        if (net.FindMember(channel.Name, target.Id) is not { } member)
            return ERR_USERNOTINCHANNEL.For(by.Nick, target.Nick, channel.Name);
        if (!ChannelRules.MayKick(self, member)) return ERR_CHANOPRIVSNEEDED.For(by.Nick, channel.Name);
        return new MemberKicked(channel.Name, target.Id, by.Id, ReasonOf(net, by, line, channel, target));
    }

    private static string ReasonOf(Network net, Caller by, Line line, Channel channel, User target)
    {
        if (line.Params.Count == 2 || line.Params[2].Length == 0) return by.Nick;
        Line kick = new(by.User.Hostmask, "KICK", channel.Name, target.Nick, "");
        return RelayRules.Cut(net, kick, line.Params[2], net.Config.Limits.KickLen);
    }
}
