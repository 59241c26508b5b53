using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A connection that is logged in to an account became a further one of a user of that account. It is greeted; nobody
/// else is told. docs/bouncer.md
/// </summary>
[MessagePackObject]
public sealed record SessionAttached(
    [property: Key(0)] UserId User, [property: Key(1)] UserSession Session) : Event
{
    /// <summary>How far its device was shown what was said when it went; null: it has named none, or is a new one.
    /// </summary>
    [Key(2)] public Shown? Shown { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        SessionNotes notes = (Session.Notes ?? SessionNotes.None) with { Since = edit.Stamp.Time };
        edit.ReplaceUser(edit.FindUser(User).With(Session with { Notes = notes }));
        edit.MarkArrival(Session.Address, Session.Via);
    }

    public override UserId? Greets() => User;
}
