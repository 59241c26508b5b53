using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A bridge said in a channel what somebody said elsewhere, in that person's name. Username and host are the bridge's.
/// https://github.com/ircv3/ircv3-specifications/pull/417
/// </summary>
[MessagePackObject]
public sealed record MessageRelayed(
    [property: Key(0)] string Channel, [property: Key(1)] UserId By, [property: Key(2)] string Nick,
    [property: Key(3)] string Text, [property: Key(4)] Position? Previous) : Event
{
    /// <summary>Client-only tags as they stand on the wire, without '@'.</summary>
    [Key(5)] public string Tags { get; init; } = "";
    /// <summary>The source with which it is shown, for history.</summary>
    [Key(6)] public string Source { get; init; } = "";
    /// <summary>The bridge's account; null: not logged in.</summary>
    [Key(7)] public string? Account { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        edit.MarkActive(By);
        edit.MarkSpoken(Channel, By);
        edit.MarkMessage(Channel);
    }

    public override void Announce(Network before, Audience to)
    {
        Line line = new(Source, "PRIVMSG", Channel, Text) { Trailing = true, Tags = Protocol.Tags.Parse(Tags) };
        Announcement message = new(line) { RelayedBy = before.FindUser(By)!.Nick };
        to.Channel(Channel, message, except: By);
        to.User(By, message with { IsEcho = true });
    }
}
