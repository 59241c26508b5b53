using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A leaf that is taken out of service sent a user's client away. The user stays for the grace time, so that the client
/// can come back. Nobody else is told yet. docs/resume.md
/// </summary>
[MessagePackObject]
public sealed record UserSentAway([property: Key(0)] UserId User) : Event
{
    /// <summary>Which of the user's connections it was; null: the first one.</summary>
    [Key(1)] public SessionId? Session { get; init; }
    /// <summary>How far it was shown what was said; null: up to this event.</summary>
    [Key(2)] public Shown? Shown { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        User user = edit.FindUser(User);
        SessionId session = Session ?? user.Session;
        SessionDetached.Remember(edit, user, session, Shown);
        edit.ReplaceUser(user.SentAway(session, edit.Stamp.Time));
        edit.MarkSendingAway(session.Leaf);
    }

    public override void Announce(Network before, Audience to) =>
        to.Close(User, Session ?? before.FindUser(User)!.Session, "Sent away");
}
