using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A user logged in to an account, after they were welcomed. https://ircv3.net/specs/extensions/account-notify
/// </summary>
/// <param name="Account">As it was registered.</param>
[MessagePackObject]
public sealed record UserLoggedIn([property: Key(0)] UserId User, [property: Key(1)] string Account) : Event
{
    public override void ApplyTo(INetworkEditor edit) =>
        edit.ReplaceUser(edit.FindUser(User) with { Account = Account });

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        to.User(User, Numeric.RPL_LOGGEDIN.For(
            user.Nick, user.Hostmask, Account, $"You are now logged in as {Account}"));
        Announcement told = new(new Line(user.Hostmask, "ACCOUNT", Account))
        {
            Needs = Capabilities.AccountNotify, From = user with { Account = Account },
        };
        to.Neighbours(User, told, andSelf: true, andWatchers: true);
    }
}
