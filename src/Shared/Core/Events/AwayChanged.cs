using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A user went away (with a message) or came back (null). https://modern.ircdocs.horse/#away-message
/// https://ircv3.net/specs/extensions/away-notify
/// </summary>
[MessagePackObject]
public sealed record AwayChanged([property: Key(0)] UserId User, [property: Key(1)] string? Message) : Event
{
    public override void ApplyTo(INetworkEditor edit) =>
        edit.ReplaceUser(edit.FindUser(User) with { Away = Message });

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        to.User(User, (Message is null ? Numeric.RPL_UNAWAY : Numeric.RPL_NOWAWAY).For(user.Nick));
        Line away = Message is null
            ? new Line(user.Hostmask, "AWAY")
            : new Line(user.Hostmask, "AWAY", Message) { Trailing = true };
        Announcement told = new(away) { Needs = Capabilities.AwayNotify, From = user };
        to.Neighbours(User, told, andSelf: false, andWatchers: true);
    }
}
