using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// PRIVMSG and NOTICE targets :text, TAGMSG targets - https://modern.ircdocs.horse/#privmsg-message
/// https://ircv3.net/specs/extensions/message-tags. The root's hot path: its work does not grow with the channel.
/// </summary>
static class Message
{
    [IrcCommand("PRIVMSG", At.Root, Targets = 0, MaxTargets = 4)]
    [IrcCommand("NOTICE", At.Root, Targets = 0, MaxTargets = 4)]
    [IrcCommand("TAGMSG", At.Root, Targets = 0, MaxTargets = 4)]
    static Decision Handle(Network net, Caller by, Line line)
    {
        bool tagsOnly = line.Command == "TAGMSG";
        Said said = new(line.Command, by.User.Hostmask)
        {
            Text = tagsOnly || line.Params.Count < 2 ? "" : line.Params[1],
            Tags = line.Tags.Only(Tags.IsClientOnly).ToString(),
        };
        if (line.Params.Count == 0 || line.Params[0].Length == 0) return said.Refused(ERR_NORECIPIENT.For(by.Nick));
        if (!tagsOnly && said.Text.Length == 0) return said.Refused(ERR_NOTEXTTOSEND.For(by.Nick));
        if (tagsOnly && said.Tags.Length == 0) return Decision.Nothing;
        (MemberModes atLeast, string target) = SplitPrefix(line.Params[0]);
        return target.StartsWith('#') ? ToChannel(net, by, said, atLeast, target) : ToUser(net, by, said, target);
    }

    private static Decision ToChannel(Network net, Caller by, in Said said, MemberModes atLeast, string name)
    {
        if (net.FindChannel(name) is not { } channel) return said.Refused(ERR_NOSUCHCHANNEL.For(by.Nick, name));
        if (ChannelRules.RefusalToSay(net, by.User, channel, said.Text) is { } refusal)
            return said.Refused(refusal.For(by.Nick, channel.Name));
        if (!said.Fits(net, MemberModeTable.PrefixesOf(atLeast, all: false) + channel.Name))
            return said.Refused(ERR_INPUTTOOLONG.For(by.Nick));
        Position? previous = atLeast == MemberModes.None ? net.LastMessage(channel.Name) : null;
        return new ChannelMessage(said.Command, channel.Name, by.Id, said.Text, previous)
        {
            Tags = said.Tags, AtLeast = atLeast, Source = said.Source,
        };
    }

    private static Decision ToUser(Network net, Caller by, in Said said, string nick)
    {
        if (net.FindUser(nick) is not { } target) return said.Refused(ERR_NOSUCHNICK.For(by.Nick, nick));
        if (!said.Fits(net, target.Nick)) return said.Refused(ERR_INPUTTOOLONG.For(by.Nick));
        DirectMessage message = new(said.Command, target.Id, by.Id, said.Text, null)
        {
            Tags = said.Tags, Source = said.Source,
        };
        IReadOnlyList<Line> replies = said.Command == "PRIVMSG" && target.Away is { } away
            ? [RPL_AWAY.For(by.Nick, target.Nick, away)]
            : [];
        return new Decision([message], replies);
    }

    /// <summary>Before a channel's name, prefixes of statuses: the lowest of them says who is to get the message.
    /// https://modern.ircdocs.horse/#statusmsg-parameter</summary>
    private static (MemberModes AtLeast, string Target) SplitPrefix(string target)
    {
        MemberModes lowest = MemberModes.None;
        int start = 0;
        for (; start < target.Length && MemberModeTable.Prefixes.Contains(target[start]); start++)
        {
            MemberModes rank = MemberModeTable.OfPrefix(target[start])!.Bit;
            if (lowest == MemberModes.None || rank < lowest) lowest = rank;
        }

        return (lowest, target[start..]);
    }

    /// <summary>What was said, whoever it is for.</summary>
    private readonly record struct Said(string Command, string Source)
    {
        public string Text { get; init; } = "";
        public string Tags { get; init; } = "";

        public bool Fits(Network net, string target) =>
            RelayRules.Fits(net, new Line(Source, Command, target, Text) { Trailing = true });

        /// <summary>A NOTICE is never answered, so that two programs cannot answer each other for ever.</summary>
        public Decision Refused(Line refusal) => Command == "NOTICE" ? Decision.Nothing : refusal;
    }
}
