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
    /// <summary>Which of the user's connections it was, if the device that it named is another than before; null: it
    /// is the same.</summary>
    [Key(2)] public SessionId? Session { get; init; }
    /// <summary>The device that <see cref="Session"/> named; null: none.</summary>
    [Key(3)] public string? Device { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        User user = edit.FindUser(User) with { Account = Account };
        edit.ReplaceUser(
            Session is { } named ? user.With(named, user.NotesOf(named) with { Device = Device }) : user);
    }

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
