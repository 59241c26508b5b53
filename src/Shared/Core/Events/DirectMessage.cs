using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>Someone said something to one user. https://modern.ircdocs.horse/#privmsg-message</summary>
[MessagePackObject]
public sealed record DirectMessage(
    [property: Key(0)] string Command, [property: Key(1)] UserId To, [property: Key(2)] UserId From,
    [property: Key(3)] string Text, [property: Key(4)] Position? Previous) : Event
{
    /// <summary>Client-only tags as they stand on the wire, without '@'.</summary>
    [Key(5)] public string Tags { get; init; } = "";
    /// <summary>The sender's hostmask at the time, for history.</summary>
    [Key(6)] public string Source { get; init; } = "";
    /// <summary>The sender's account at the time; null: not logged in.</summary>
    [Key(7)] public string? Account { get; init; }
    /// <summary>
    /// Until when this message's new target is paid for (Unix milliseconds); 0: the target is not new.
    /// </summary>
    [Key(8)] public long TargetDue { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        edit.MarkActive(From);
        NewTarget.Take(edit, From, To, TargetDue);
    }

    public override void Announce(Network before, Audience to)
    {
        string target = before.FindUser(To)!.Nick;
        Announcement message = MessageLine.Of(Command, before.FindUser(From)!, target, Text, Tags);
        // A message to oneself comes twice: the label is on the echo.
        // https://ircv3.net/specs/extensions/labeled-response
        to.User(To, message with { IsApart = To == From });
        if (To == From) to.User(From, message with { IsEcho = true });
        else to.User(From, message with { IsEcho = true, IsToOther = true });
    }
}
