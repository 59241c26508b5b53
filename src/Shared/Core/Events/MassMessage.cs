using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// An operator said something to everyone ("$$*") or to all whose host fits a mask ("$#*.example").
/// https://modern.ircdocs.horse/#privmsg-message
/// </summary>
[MessagePackObject]
public sealed record MassMessage(
    [property: Key(0)] string Command, [property: Key(1)] string Target, [property: Key(2)] UserId From,
    [property: Key(3)] string Text) : Event
{
    /// <summary>Client-only tags as they stand on the wire, without '@'.</summary>
    [Key(4)] public string Tags { get; init; } = "";
    /// <summary>The sender's hostmask at the time, for history.</summary>
    [Key(5)] public string Source { get; init; } = "";

    public override void ApplyTo(INetworkEditor edit) => edit.MarkActive(From);

    public override void Announce(Network before, Audience to)
    {
        Announcement message = MessageLine.Of(Command, before.FindUser(From)!, Target, Text, Tags);
        Glob? hosts = Target[1] == '$' ? null : new Glob(Target[2..], before.Config.Casemapping);
        foreach (User user in before.Users)
            if (user.Id != From && hosts?.Matches(user.Host) != false) to.User(user.Id, message);
        to.User(From, message with { IsEcho = true });
    }
}
