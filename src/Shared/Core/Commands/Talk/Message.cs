using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// PRIVMSG and NOTICE targets :text, TAGMSG targets - https://modern.ircdocs.horse/#privmsg-message
/// https://ircv3.net/specs/extensions/message-tags. The root's hot path: its work does not grow with the channel.
/// </summary>
public static class Message
{
    [IrcCommand("PRIVMSG", At.Root, Targets = 0, MaxTargets = 4,
        Takes = "target[,target …] :text", Says = "Says something to a channel or somebody.")]
    [IrcCommand("NOTICE", At.Root, Targets = 0, MaxTargets = 4, NeverAnswered = true,
        Takes = "target[,target …] :text", Says = "Says something that no program answers by itself.")]
    [IrcCommand("TAGMSG", At.Root, Targets = 0, MaxTargets = 4,
        Takes = "target[,target …]", Says = "Sends message tags without text.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        bool tagsOnly = line.Command == "TAGMSG";
        Said said = new(line.Command, by.User.Hostmask)
        {
            Text = tagsOnly || line.Params.Count < 2 ? "" : line.Params[1],
            Tags = TagRules.Relayed(net.Config, line.Tags).ToString(),
        };
        if (line.Params.Count == 0 || line.Params[0].Length == 0) return said.Refused(ERR_NORECIPIENT.For(by.Nick));
        if (!tagsOnly && said.Text.Length == 0) return said.Refused(ERR_NOTEXTTOSEND.For(by.Nick));
        if (tagsOnly && said.Tags.Length == 0) return Decision.Nothing;
        return To(net, by, said, line.Params[0]);
    }

    /// <summary>
    /// Says something, as PRIVMSG or NOTICE do, to a member of a channel in which the sender has a status.
    /// </summary>
    public static Decision HandleFor(Network net, Caller by, Line line, string command) => Handle(
        net, by, line with { Command = command, Params = [line.Params[0], line.Params[2]] });

    /// <summary>Several lines as one message. https://ircv3.net/specs/extensions/multiline</summary>
    public static Decision HandleBatch(Network net, Caller by, ClientBatch batch)
    {
        if (batch.Command is not ("PRIVMSG" or "NOTICE")) return MultilineRules.Invalid("Invalid multiline batch");
        if (MultilineRules.Refusal(net.Config.Limits, batch.Parts) is { } refusal) return refusal;
        Said said = new(batch.Command, by.User.Hostmask)
        {
            Tags = TagRules.Relayed(net.Config, Tags.Parse(batch.Tags)).ToString(),
            Parts = batch.Parts,
        };
        return To(net, by, said, batch.Target);
    }

    private static Decision To(Network net, Caller by, in Said said, string to)
    {
        (MemberModes atLeast, string target) = SplitPrefix(to);
        Decision decision = target switch
        {
            ['#', ..] => ToChannel(net, by, said, atLeast, target),
            ['$', '$' or '#', ..] => ToAll(net, by, said, target),
            _ => ToUser(net, by, said, target),
        };
        return net.Filters.Count == 0 ? decision : Filtered(net, by, said, to, decision);
    }

    private static Decision Filtered(Network net, Caller by, in Said said, string to, in Decision decision)
    {
        Decision passed = FilterGate.Pass(
            net, by, new ShownText(FilterPlaces.Messages, said.Command, to, said.Texts), decision);
        return said.Command == "NOTICE" ? passed with { Replies = [] } : passed;
    }

    private static Decision ToChannel(Network net, Caller by, in Said said, MemberModes atLeast, string name)
    {
        if (net.FindChannel(name) is not { } channel) return said.Refused(ERR_NOSUCHCHANNEL.For(by.Nick, name));
        if (ChannelRules.RefusalToSay(net, by.User, channel, said.Texts, by.Now) is { } refusal)
            return said.Refused(refusal.For(by.Nick, channel.Name));
        if (!said.Fits(net, MemberModeTable.PrefixesOf(atLeast, all: false) + channel.Name))
            return said.TooLong(by);
        if (channel.Flood is not null && !said.SaysNothing
            && FloodGate.Refuse(net, by, channel, channel.Flood, said.Lines) is { } flood)
            return said.Command == "NOTICE" ? flood with { Replies = [] } : flood;
        MemberModes readers = ChannelRules.ReadersOf(net, by.User, channel, atLeast);
        bool isModerated = atLeast == MemberModes.None && readers != atLeast;
        bool isKept = readers == MemberModes.None && HistoryRules.IsKept(said.Command, said.Tags);
        Position? previous = isKept ? net.LastMessage(channel.Name) : null;
        if (said.Parts is { } parts)
            return new MultilineSent(said.Command, channel.Name, null, by.Id, parts, previous)
            {
                Tags = said.Tags, AtLeast = readers, Source = said.Source, IsModerated = isModerated,
                Account = by.User.Account,
            };
        return new ChannelMessage(said.Command, channel.Name, by.Id, said.Text, previous)
        {
            Tags = said.Tags, AtLeast = readers, Source = said.Source, IsModerated = isModerated,
            Account = by.User.Account,
        };
    }

    private static Decision ToUser(Network net, Caller by, in Said said, string nick)
    {
        if (net.FindUser(nick) is not { } target) return said.Refused(ERR_NOSUCHNICK.For(by.Nick, nick));
        if (!said.Fits(net, target.Nick)) return said.TooLong(by);
        if (DirectGate.Refuse(net, by, target, said.Command, said.Weightiest) is { } held) return held;
        long due = DirectRules.TargetDue(net, by.User, target, by.Now) ?? 0;
        Event message = said.Parts is { } parts
            ? new MultilineSent(said.Command, null, target.Id, by.Id, parts, null)
            {
                Tags = said.Tags, Source = said.Source, Account = by.User.Account, TargetDue = due,
            }
            : new DirectMessage(said.Command, target.Id, by.Id, said.Text, null)
            {
                Tags = said.Tags, Source = said.Source, Account = by.User.Account, TargetDue = due,
            };
        IReadOnlyList<Line> replies = said.Command == "PRIVMSG" && target.Away is { } away
            ? [RPL_AWAY.For(by.Nick, target.Nick, away)]
            : [];
        return new Decision([.. DirectGate.OpenTheWay(net, by, target, said.Command), message], replies);
    }

    // $$mask: everyone on servers of such names, so everyone or nobody; $#mask: everyone whose host fits.
    private static Decision ToAll(Network net, Caller by, in Said said, string target)
    {
        if (OperRules.Refusal(by.User, OperCapabilities.MassMessage) is { } refusal) return said.Refused(refusal);
        if (said.Command == "TAGMSG" || said.Parts is not null || target.Length == 2)
            return said.Refused(ERR_NOSUCHNICK.For(by.Nick, target));
        if (target[1] == '$' && !Mask.Matches(target[2..], net.Config.ServerName))
            return said.Refused(ERR_NOSUCHSERVER.For(by.Nick, target[2..]));
        if (!said.Fits(net, target)) return said.TooLong(by);
        return new MassMessage(said.Command, target, by.Id, said.Text) { Tags = said.Tags, Source = said.Source };
    }

    /// <summary>
    /// The prefixes of statuses before a channel's name: the lowest of them says who gets the message.
    /// https://modern.ircdocs.horse/#statusmsg-parameter
    /// </summary>
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

    /// <summary>What was said, without its target.</summary>
    private readonly record struct Said(string Command, string Source)
    {
        public string Text { get; init; } = "";
        public string Tags { get; init; } = "";
        /// <summary>The lines of a message of several; the text is empty then.</summary>
        public IReadOnlyList<MessagePart>? Parts { get; init; }

        /// <summary>What is said, line by line.</summary>
        public IEnumerable<string> Texts => Parts?.Select(p => p.Text) ?? [Text];

        /// <summary>The same as a reader sees it: parts that continue a line are not lines.</summary>
        public IEnumerable<string> Lines => Parts is null ? [Text] : MessagePart.Whole(Parts);

        /// <summary>Tags only.</summary>
        public bool SaysNothing => Parts is null && Text.Length == 0;

        /// <summary>The line to which the strictest rules apply: a CTCP, if there is one.</summary>
        public string Weightiest => Texts.FirstOrDefault(DirectRules.IsCtcp) ?? Text;

        public bool Fits(Network net, string target)
        {
            foreach (string text in Texts)
                if (!RelayRules.Fits(net, new Line(Source, Command, target, text) { Trailing = true })) return false;
            return true;
        }

        public Decision TooLong(Caller by) => Parts is null
            ? Refused(ERR_INPUTTOOLONG.For(by.Nick))
            : MultilineRules.Invalid("A line of the batch is too long to be relayed");

        /// <summary>A NOTICE is never answered, so that two programs cannot answer each other for ever.</summary>
        public Decision Refused(Line refusal) => Command == "NOTICE" ? Decision.Nothing : refusal;
    }
}
