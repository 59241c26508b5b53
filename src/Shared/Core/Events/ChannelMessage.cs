using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// Someone said something in a channel: PRIVMSG, NOTICE or TAGMSG, to all of it or (STATUSMSG) to members of at least a
/// rank. <see cref="Previous"/> is the channel's message before this one, so that history can be read backwards.
/// https://modern.ircdocs.horse/#privmsg-message
/// </summary>
[MessagePackObject]
public sealed record ChannelMessage(
    [property: Key(0)] string Command, [property: Key(1)] string Channel, [property: Key(2)] UserId From,
    [property: Key(3)] string Text, [property: Key(4)] Position? Previous) : Event
{
    /// <summary>Client-only tags as they stand on the wire, without '@'.</summary>
    [Key(5)] public string Tags { get; init; } = "";
    /// <summary>STATUSMSG: only members of at least this rank; such a message is not part of the history.</summary>
    [Key(6)] public MemberModes AtLeast { get; init; }
    /// <summary>The hostmask at the time, for history.</summary>
    [Key(7)] public string Source { get; init; } = "";
    /// <summary>
    /// +U: only members of <see cref="AtLeast"/> get it, but it is shown as a message to the whole channel.
    /// </summary>
    [Key(8)] public bool IsModerated { get; init; }
    /// <summary>The sender's account at the time; null: not logged in.</summary>
    [Key(9)] public string? Account { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        edit.MarkActive(From);
        if (Command == "TAGMSG") edit.Reveal(Channel, From);
        else
        {
            edit.MarkSpoken(Channel, From);
            edit.CountTalk(Channel, From, Text);
        }

        if (AtLeast == MemberModes.None && HistoryRules.IsKept(Command, Tags)) edit.MarkMessage(Channel);
    }

    public override void Announce(Network before, Audience to)
    {
        JoinLine.Reveal(before, to, Channel, From);
        string target = IsModerated ? Channel : MemberModeTable.PrefixesOf(AtLeast, all: false) + Channel;
        Announcement message = MessageLine.Of(Command, before.FindUser(From)!, target, Text, Tags);
        to.Channel(Channel, message, except: From, atLeast: AtLeast);
        to.User(From, message with { IsEcho = true });
    }
}
