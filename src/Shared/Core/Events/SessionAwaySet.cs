using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// One of a user's connections is away (with a message) or back (null). What that makes of the user, others are told by
/// <see cref="AwayChanged"/>. docs/bouncer.md
/// </summary>
[MessagePackObject]
public sealed record SessionAwaySet(
    [property: Key(0)] UserId User, [property: Key(1)] SessionId Session, [property: Key(2)] string? Message) : Event
{
    public override void ApplyTo(INetworkEditor edit) =>
        edit.ReplaceUser(Applied(edit.FindUser(User), edit.Stamp.Time));

    /// <summary>The user as they are then.</summary>
    /// <param name="now">Unix milliseconds.</param>
    public User Applied(User user, long now) =>
        user.With(Session, user.NotesOf(Session) with { Away = Message, AwayAt = now });
}
