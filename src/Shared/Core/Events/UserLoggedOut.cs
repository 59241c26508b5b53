using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A user is not logged in any more. https://ircv3.net/specs/extensions/account-notify</summary>
[MessagePackObject]
public sealed record UserLoggedOut([property: Key(0)] UserId User) : Event
{
    public override void ApplyTo(INetworkEditor edit) =>
        edit.ReplaceUser(edit.FindUser(User) with { Account = null });

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        to.User(User, Numeric.RPL_LOGGEDOUT.For(user.Nick, user.Hostmask));
        Announcement told = new(new Line(user.Hostmask, "ACCOUNT", "*"))
        {
            Needs = Capabilities.AccountNotify, From = user with { Account = null },
        };
        to.Neighbours(User, told, andSelf: true, andWatchers: true);
    }
}
