using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// One of a user's connections ended. The user stays, with the others or (always-on) without any, and nobody else is
/// told. docs/bouncer.md
/// </summary>
/// <param name="Reason">The connection is told it, if it is still there.</param>
[MessagePackObject]
public sealed record SessionDetached(
    [property: Key(0)] UserId User, [property: Key(1)] SessionId Session, [property: Key(2)] string Reason) : Event
{
    /// <summary>How far it was shown what was said; null: up to this event. If it was sent away, that is known
    /// since.</summary>
    [Key(3)] public Shown? Shown { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        User user = edit.FindUser(User);
        if (user.Sessions.First(s => s.Id == Session).SentAwayAt is null) Remember(edit, user, Session, Shown);
        edit.ReplaceUser(user.Without(Session, edit.Stamp.Time));
    }

    /// <summary>The account remembers how far the connection's device was shown what was said.</summary>
    public static void Remember(INetworkEditor edit, User user, SessionId session, Shown? shown)
    {
        if (user.NotesOf(session).Device is not { } device || user.Account is not { } name
            || edit.FindAccount(name) is not { } account) return;
        edit.SetAccount(account.With(new Device(device, shown ?? new Shown(edit.Stamp.Mark, edit.Stamp.Time))));
    }

    public override void Announce(Network before, Audience to) => to.Close(User, Session, Reason);
}
