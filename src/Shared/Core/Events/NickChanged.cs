using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A user took another nick. https://modern.ircdocs.horse/#nick-message</summary>
[MessagePackObject]
public sealed record NickChanged([property: Key(0)] UserId User, [property: Key(1)] string Nick) : Event
{
    public override void ApplyTo(INetworkEditor edit) =>
        edit.ReplaceUser(edit.FindUser(User) with { Nick = Nick });

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        to.Neighbours(User, new Announcement(new Line(user.Hostmask, "NICK", Nick)) { From = user }, andSelf: true);
        if (before.Fold(Nick) == before.Fold(user.Nick)) return;
        to.Watchers(user.Nick, Numeric.RPL_MONOFFLINE, user.Nick);
        to.Watchers(Nick, Numeric.RPL_MONONLINE, (user with { Nick = Nick }).Hostmask);
    }
}
