using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// RELAYMSG channel nick :text: a bridge says what somebody said elsewhere, in that person's name. The nick has a '/',
/// so that it is nobody's on this network. https://github.com/ircv3/ircv3-specifications/pull/417
/// </summary>
static class RelayMessage
{
    [IrcCommand("RELAYMSG", At.Root, MinParams = 3,
        Takes = "channel nick/network :text",
        Says = "For channel operators' bridges: says what somebody said elsewhere.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        (string nick, string text) = (line.Params[1], line.Params[2]);
        if (!net.Config.Relaymsg) return Fail("NOT_ENABLED", "Relaying is switched off");
        if (!OwnChannel.TryFind(net, by, line.Params[0], out Channel? channel, out Member self, out Line? outside))
            return outside;
        if (!ChannelRules.MayRelay(self)) return Fail("PRIVS_NEEDED", "Only channel operators may relay messages");
        if (!Names.IsRelayedNick(nick, net.Config.Limits.NickLen))
            return Fail("INVALID_NICK", "A relayed nick has a / in it and no other special character");
        if (text.Length == 0) return Fail("BLANK_MSG", "There is nothing to relay");
        if (ChannelRules.RefusalToSay(net, by.User, channel, text, by.Now) is { } refusal)
            return refusal.For(by.Nick, channel.Name);
        string source = $"{nick}!{by.User.Username}@{by.User.Host}";
        if (!RelayRules.Fits(net, new Line(source, "PRIVMSG", channel.Name, text) { Trailing = true }))
            return ERR_INPUTTOOLONG.For(by.Nick);
        MessageRelayed relayed = new(channel.Name, by.Id, nick, text, net.LastMessage(channel.Name))
        {
            Tags = TagRules.Relayed(net.Config, line.Tags).ToString(), Source = source, Account = by.User.Account,
        };
        return FilterGate.Pass(
            net, by, new ShownText(FilterPlaces.Messages, line.Command, channel.Name, [text]), relayed);
    }

    private static Line Fail(string code, string why) => StandardReply.Fail("RELAYMSG", code, why);
}
