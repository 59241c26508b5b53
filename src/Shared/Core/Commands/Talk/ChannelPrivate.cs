using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// CPRIVMSG and CNOTICE nick channel :text, for those with a status in a channel to its members: they do not count
/// against the limit of new targets. https://defs.ircdocs.horse/defs/isupport#cprivmsg
/// </summary>
static class ChannelPrivate
{
    [IrcCommand("CPRIVMSG", At.Root, MinParams = 3,
        Takes = "nick channel :text", Says = "PRIVMSG to a member of a channel in which you have a status.")]
    static Decision Handle(Network net, Caller by, Line line) => Say(net, by, line, "PRIVMSG");

    [IrcCommand("CNOTICE", At.Root, MinParams = 3,
        Takes = "nick channel :text", Says = "NOTICE to a member of a channel in which you have a status.")]
    static Decision HandleNotice(Network net, Caller by, Line line) => Say(net, by, line, "NOTICE");

    private static Decision Say(Network net, Caller by, Line line, string command)
    {
        if (net.FindUser(line.Params[0]) is not { } target) return ERR_NOSUCHNICK.For(by.Nick, line.Params[0]);
        if (!OwnChannel.TryFind(net, by, line.Params[1], out Channel? channel, out Member self, out Line? outside))
            return outside;
        if (self.Modes == MemberModes.None) return s_voiceNeeded.For(by.Nick, channel.Name);
        return DirectRules.MaySpeakFor(net, by.User, target, channel)
            ? Message.HandleFor(net, by, line, command)
            : ERR_USERNOTINCHANNEL.For(by.Nick, target.Nick, channel.Name);
    }

    private static readonly Numeric s_voiceNeeded =
        ERR_CHANOPRIVSNEEDED with { Text = "You need a status in the channel, a voice at least" };
}
