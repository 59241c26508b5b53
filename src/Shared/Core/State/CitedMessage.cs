using MessagePack;

namespace IrcNats.State;

/// <summary>
/// The message that somebody names by its msgid: where it was said, by whom, when (Unix milliseconds), and to whom.
/// Channel or user is null.
/// </summary>
[MessagePackObject]
public sealed record CitedMessage(
    [property: Key(0)] string? Channel, [property: Key(1)] UserId? To, [property: Key(2)] UserId From,
    [property: Key(3)] MemberModes AtLeast, [property: Key(4)] long Time)
{
    /// <summary>+U: it went only to members of that rank, because its author had no say.</summary>
    [Key(5)] public bool IsModerated { get; init; }
    /// <summary>The author's account; null: not logged in.</summary>
    [Key(6)] public string? Account { get; init; }
    [Key(7)] public Position At { get; init; }
}
