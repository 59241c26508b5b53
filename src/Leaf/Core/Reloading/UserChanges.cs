using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>How a user has changed, in the lines that would have been shown when it happened.</summary>
static class UserChanges
{
    /// <summary>The lines for those in the user's channels.</summary>
    public static IEnumerable<Announcement> Seen(User was, User user)
    {
        if (was.Nick != user.Nick) yield return Nick(was, user);
        if (IsElsewhere(was, user)) yield return Host(was, user);
        if (was.Realname != user.Realname) yield return Realname(user);
        if (was.Away != user.Away) yield return Away(user);
        if (was.Account != user.Account) yield return Account(user);
    }

    /// <summary>The lines for the user, without the change of nick.</summary>
    public static IEnumerable<Announcement> Own(User was, User user)
    {
        UserModes added = user.Modes & ~was.Modes, removed = was.Modes & ~user.Modes;
        if ((added & UserModes.Operator) != 0) yield return RPL_YOUREOPER.For(user.Nick);
        string shown = (added == 0 ? "" : UserModeTable.Show(added))
            + (removed == 0 ? "" : "-" + UserModeTable.Show(removed)[1..]);
        if (shown.Length > 0) yield return new Line(user.Hostmask, "MODE", user.Nick, shown);
        if (IsElsewhere(was, user))
        {
            yield return Host(was, user);
            yield return RPL_VISIBLEHOST.For(user.Nick, user.Host);
        }

        if (was.Realname != user.Realname) yield return Realname(user);
        if (was.Account != user.Account)
        {
            yield return user.Account is { } account
                ? RPL_LOGGEDIN.For(user.Nick, user.Hostmask, account, $"You are now logged in as {account}")
                : RPL_LOGGEDOUT.For(user.Nick, user.Hostmask);
            yield return Account(user);
        }

        if (was.Away != user.Away) yield return (user.Away is null ? RPL_UNAWAY : RPL_NOWAWAY).For(user.Nick);
    }

    public static Announcement Nick(User was, User user) =>
        new(new Line(was.Hostmask, "NICK", user.Nick)) { From = user };

    /// <summary>https://ircv3.net/specs/extensions/away-notify</summary>
    public static Announcement Away(User user) => new(user.Away is { } text
        ? new Line(user.Hostmask, "AWAY", text) { Trailing = true }
        : new Line(user.Hostmask, "AWAY"))
    {
        Needs = Capabilities.AwayNotify, From = user,
    };

    /// <summary>https://ircv3.net/specs/extensions/account-notify</summary>
    private static Announcement Account(User user) => new(new Line(user.Hostmask, "ACCOUNT", user.Account ?? "*"))
    {
        Needs = Capabilities.AccountNotify, From = user,
    };

    private static bool IsElsewhere(User was, User user) => was.Username != user.Username || was.Host != user.Host;

    private static Announcement Host(User was, User user) =>
        new(new Line((was with { Nick = user.Nick }).Hostmask, "CHGHOST", user.Username, user.Host))
        {
            Needs = Capabilities.ChgHost, From = user,
        };

    private static Announcement Realname(User user) =>
        new(new Line(user.Hostmask, "SETNAME", user.Realname) { Trailing = true })
        {
            Needs = Capabilities.SetName, From = user,
        };
}
