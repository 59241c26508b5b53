using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>NICK nick, of a newcomer and of someone who has one already - https://modern.ircdocs.horse/#nick-message
/// </summary>
[IrcCommand("NICK", At.Session, Stages = Stages.Registering)]
static class NickCommand
{
    [IrcCommand("NICK", At.Root, Looks = nameof(Looks),
        Takes = "nick", Says = "Changes your nick.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string nick = line.Params.FirstOrDefault("");
        if (nick.Length == 0) return ERR_NONICKNAMEGIVEN.For(by.Nick);
        if (!Names.IsNick(nick, net.Config.Limits.NickLen)) return ERR_ERRONEUSNICKNAME.For(by.Nick, nick);
        if (nick == by.Nick) return Decision.Nothing;
        if (BanRules.RefusalOfNick(net, by.User, nick) is { } kept)
            return (ERR_ERRONEUSNICKNAME with { Text = kept }).For(by.Nick, nick);
        if (AccountRules.IsService(net.Config, nick)) return ERR_ERRONEUSNICKNAME.For(by.Nick, nick);
        if (AccountRules.IsReserved(net, nick, by.User.Account)) return AccountRules.Reserved(nick);
        if (net.FindUser(nick) is { } holder && holder.Id != by.Id) return ERR_NICKNAMEINUSE.For(by.Nick, nick);
        if (ChannelRules.KeepsNick(net, by.User) is { } channel) return ERR_NONICKCHANGE.For(by.Nick, channel.Name);
        return FilterGate.Pass(
            net, by, new ShownText(FilterPlaces.Nicks, line.Command, nick, [nick]), new NickChanged(by.Id, nick));
    }

    // The bans of every channel that the user is in.
    private static long Looks(Network net, Caller by, Line line) => net.ChannelsOf(by.Id).Sum(Price.OfLists);
}
