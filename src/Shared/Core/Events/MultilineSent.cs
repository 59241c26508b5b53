using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// Someone said several lines as one message, in a channel or to one user; the other of the two is null. Clients that
/// know batches of lines get one, others get the lines. https://ircv3.net/specs/extensions/multiline
/// </summary>
[MessagePackObject]
public sealed record MultilineSent(
    [property: Key(0)] string Command, [property: Key(1)] string? Channel, [property: Key(2)] UserId? To,
    [property: Key(3)] UserId From, [property: Key(4)] IReadOnlyList<MessagePart> Parts,
    [property: Key(5)] Position? Previous) : Event
{
    /// <summary>The batch's type, and its capability.</summary>
    public const string BatchType = "draft/multiline";

    /// <summary>The tag of a line that continues the line before it without a break.</summary>
    public const string ConcatTag = "draft/multiline-concat";

    /// <summary>Client-only tags as they stand on the wire, without '@'.</summary>
    [Key(6)] public string Tags { get; init; } = "";
    /// <summary>STATUSMSG: only members of at least this rank; such a message is not part of the history.</summary>
    [Key(7)] public MemberModes AtLeast { get; init; }
    /// <summary>The sender's hostmask at the time, for history.</summary>
    [Key(8)] public string Source { get; init; } = "";
    /// <summary>
    /// +U: only members of <see cref="AtLeast"/> get it, but it is shown as a message to the whole channel.
    /// </summary>
    [Key(9)] public bool IsModerated { get; init; }
    /// <summary>The sender's account at the time; null: not logged in.</summary>
    [Key(10)] public string? Account { get; init; }
    /// <summary>
    /// Until when this message's new target is paid for (Unix milliseconds); 0: the target is not new.
    /// </summary>
    [Key(11)] public long TargetDue { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        edit.MarkActive(From);
        if (Channel is null)
        {
            NewTarget.Take(edit, From, To!.Value, TargetDue);
            return;
        }

        edit.MarkSpoken(Channel, From);
        edit.CountTalk(Channel, From, [.. MessagePart.Whole(Parts)]);
        if (AtLeast == MemberModes.None) edit.MarkMessage(Channel);
    }

    public override void Announce(Network before, Audience to)
    {
        if (Channel is not null) JoinLine.Reveal(before, to, Channel, From);
        string target = Channel is null ? before.FindUser(To!.Value)!.Nick
            : IsModerated ? Channel
            : MemberModeTable.PrefixesOf(AtLeast, all: false) + Channel;
        Announcement said = MessageLine.Of(Command, before.FindUser(From)!, target, "", Tags);
        Announcement message = said with
        {
            Needs = Capabilities.Multiline | Capabilities.Batch, Without = said.Line, Parts = Parts,
            IsCtcp = Parts.Any(p => DirectRules.IsCtcp(p.Text)),
        };
        if (Channel is null) to.User(To!.Value, message);
        else to.Channel(Channel, message, except: From, atLeast: AtLeast);
        to.User(From, message with { IsEcho = true });
    }
}
